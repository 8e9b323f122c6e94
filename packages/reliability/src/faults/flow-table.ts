import type { Flow } from '../flows/flow.ts'
import type { Call } from '../line/call-around.ts'
import { label } from '../line/call-name.ts'
import { atOnce } from '../table/at-once.ts'
import type { Row } from '../table/print-table.ts'
import { type Injection, injectionName, injections, mostTelling } from './fault.ts'
import { type Bench, runCell, runClean } from './run-cell.ts'

/** All cells of a flow: a row for each call that it makes undisturbed, a column for each thing that can go wrong with it. */
export type FlowTable = {
  readonly rows: readonly Row[]
  readonly cells: number
  /** The operations that were broken. */
  readonly operations: readonly string[]
  /** What does not hold, and where. */
  readonly problems: readonly string[]
}

/** Worlds that are open at once: as many as keep two processors busy. */
const AT_ONCE = 6

/** Runs a flow undisturbed, which tells its calls, and then once for each way in which one of them can be broken. */
export async function tableOf(bench: Bench, flow: Flow, id: string, isShort: boolean): Promise<FlowTable> {
  const clean = await runClean(bench, flow, id)
  const cells = clean.calls.flatMap((call) =>
    injections.filter(isOf(flow, isShort)).map((injection) => ({ call, injection })),
  )
  const found = await atOnce(AT_ONCE, cells, ({ call, injection }, index) =>
    runCell(bench, flow, `${id}-${index + 1}`, call, injection),
  )
  const mark = (call: Call, injection: Injection) => {
    const at = cells.findIndex((cell) => cell.call === call && cell.injection === injection)
    return at < 0 ? '' : found[at]?.length === 0 ? 'holds' : 'BROKEN'
  }
  const rows = clean.calls.map((call) => ({
    name: `${flow.name}: ${label(call)} ${call.nth}`,
    marks: injections.map((injection) => mark(call, injection)),
  }))
  const problems = found.flatMap((texts, index) => {
    const cell = cells[index]
    if (texts.length === 0 || !cell) return []
    const { call, injection } = cell
    return `${flow.name}, ${label(call)} ${call.nth}, ${injectionName(injection)}: ${texts.join('; ')}`
  })
  return {
    rows,
    cells: cells.length,
    operations: clean.calls.map(({ operation }) => operation),
    problems: [...clean.problems.map((text) => `${flow.name}, undisturbed: ${text}`), ...problems],
  }
}

const isOf = ({ only, onlyInShort }: Flow, isShort: boolean) => {
  const wanted = isShort ? (onlyInShort ?? only ?? mostTelling) : only
  return (injection: Injection) => wanted === undefined || wanted.includes(injectionName(injection))
}
