import pLimit from 'p-limit'
import type { Flow } from '../flows/flow.ts'
import type { Call } from '../line/call-around.ts'
import { label } from '../line/call-name.ts'
import { AT_ONCE, type Choice, isChosen } from '../table/choice.ts'
import type { Row } from '../table/print-table.ts'
import { type Injection, injectionName, injections } from './fault.ts'
import { type Bench, runCell, runClean } from './run-cell.ts'

/** The cells of a flow: a row for each call that it makes undisturbed, a column for each thing that can go wrong with it. */
export type FlowTable = {
  readonly rows: readonly Row[]
  /** How many cells were run, and how many there are. */
  readonly cells: number
  readonly all: number
  /** The operations that have a row. */
  readonly operations: readonly string[]
  /** What does not hold, and where. */
  readonly problems: readonly string[]
}

type Cell = { readonly call: Call; readonly injection: Injection; readonly name: string }

/**
 * Runs a flow undisturbed, which tells its calls, and then once for each chosen way in which one of them can be broken. The
 * flow's number names its worlds, and says where its table's diagonals begin.
 */
export async function tableOf(
  bench: Bench,
  flow: Flow,
  number: number,
  wanted: readonly Injection[],
  choice: Choice,
): Promise<FlowTable> {
  const ownLimit = pLimit(flow.large ? 1 : AT_ONCE)
  const clean = await bench.limit(() => runClean(bench, flow, `f${number}`))
  const calls = clean.calls.filter(({ operation }) => flow.breaks?.includes(operation) ?? true)
  const all = calls.flatMap((call, row) =>
    wanted.map((injection, column) => {
      const name = `${flow.name}, ${label(call)} ${call.nth}, ${injectionName(injection)}`
      return { call, injection, name, diagonal: number + row + column }
    }),
  )
  const cells: readonly Cell[] = all.filter(({ diagonal, name }) => isChosen(choice, diagonal, name))
  const found = await ownLimit.map(cells, ({ call, injection }, index) =>
    bench.limit(() => runCell(bench, flow, `f${number}-${index + 1}`, call, injection)),
  )
  const mark = (call: Call, injection: Injection) => {
    const at = cells.findIndex((cell) => cell.call === call && cell.injection === injection)
    return at < 0 ? '' : found[at]?.length === 0 ? 'holds' : 'BROKEN'
  }
  const rows = calls.map((call) => ({
    name: `${flow.name}: ${label(call)} ${call.nth}`,
    marks: injections.map((injection) => mark(call, injection)),
  }))
  const problems = cells.flatMap(({ name }, index) => {
    const texts = found[index] ?? []
    return texts.length === 0 ? [] : [`${name}: ${texts.join('; ')}`]
  })
  return {
    rows,
    cells: cells.length,
    all: all.length,
    operations: calls.map(({ operation }) => operation),
    problems: [...clean.problems.map((text) => `${flow.name}, undisturbed: ${text}`), ...problems],
  }
}
