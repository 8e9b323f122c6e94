import type { Bench } from '../faults/run-cell.ts'
import type { Flow } from '../flows/flow.ts'
import type { Call } from '../line/call-around.ts'
import { label } from '../line/call-name.ts'
import { over, soundLine } from '../stage/invoke.ts'
import { type Choice, isChosen } from '../table/choice.ts'
import type { Row } from '../table/print-table.ts'
import { type CrashPoint, pointName, pointsOf } from './crash-point.ts'
import { inOwnProcess } from './in-own-process.ts'
import { type Aftermath, runCrash } from './run-crash.ts'

export type CrashTable = {
  readonly rows: readonly Row[]
  /** How many points there are, run or not. */
  readonly all: number
  readonly problems: readonly string[]
}

export const crashColumns = ['tasks', 'past the fence', 'ended', ''] as const

type Case = { readonly point: CrashPoint; readonly twice: boolean; readonly name: string }

/**
 * Kills the function of a flow at every chosen point, and once more with a second task of the same launch where it launches one.
 * The flow's number names its worlds, and says where the choice begins.
 */
export async function crashTableOf(
  bench: Bench,
  flow: Flow,
  number: number,
  choice: Choice,
  program: string,
): Promise<CrashTable> {
  const living = inOwnProcess(program, flow.standing)
  const alive = await bench.limit(() => runCrash(bench, flow, `c${number}-alive`, living.run, false))
  const calls = living.calls()
  const launches = flow.only === undefined && calls.some((call) => label(call) === 'ecs RunTask')
  const all = casesOf(flow, calls, launches)
  const cases = all.filter(({ name }, index) => isChosen(choice, number + index, name))
  const found = await bench.limit.map(cases, ({ point, twice }, index) =>
    runCrash(bench, flow, `c${number}-${index + 1}`, inOwnProcess(program, flow.standing, point).run, twice),
  )
  // Where a job may end in two ways, one of them without a recorder, only the judge's own count holds.
  const problemsOf = (aftermath: Aftermath, twice: boolean) => [
    ...aftermath.problems,
    ...(flow.mayEnd ? [] : otherCounts(alive, aftermath, twice)),
  ]
  return { all: all.length, ...judged(flow, alive, cases, found, problemsOf) }
}

/** Kills the recorder of the first launch at every chosen point; a second task of that launch, where there is one, is left alive. */
export async function recorderCrashTable(bench: Bench, flow: Flow, choice: Choice): Promise<CrashTable> {
  const alive = await bench.limit(() => runCrash(bench, flow, 'r-alive', over(soundLine()), false))
  const all = casesOf(flow, alive.recorderCalls, true)
  const cases = all.filter(({ name }, index) => isChosen(choice, index, name))
  const found = await bench.limit.map(cases, ({ point, twice }, index) => {
    const dying = { ...flow, world: { recorder: { CRASH_AT: JSON.stringify(point) } } }
    return runCrash(bench, dying, `r-${index + 1}`, over(soundLine()), twice)
  })
  return { all: all.length, ...judged(flow, alive, cases, found, ({ problems }) => problems) }
}

const casesOf = ({ name }: Flow, calls: readonly Call[], launches: boolean): readonly Case[] =>
  pointsOf(calls).flatMap((point) =>
    (launches ? [false, true] : [false]).map((twice) => ({
      point,
      twice,
      name: `${name}: ${pointName(point)}${twice ? ', and a second task' : ''}`,
    })),
  )

/**
 * Every attempt that has not as many recorders past its fence as without the crash, one or none; and tasks that nobody started by
 * hand and the token should have prevented.
 */
function otherCounts(alive: Aftermath, { past, tasks }: Aftermath, twice: boolean): string[] {
  const byHand = twice ? alive.past.size : 0
  const tooMany = tasks > alive.tasks + byHand ? [`${tasks} tasks, not ${alive.tasks + byHand}`] : []
  const attempts = new Set([...alive.past.keys(), ...past.keys()])
  const counts = [...attempts].flatMap((attempt) => {
    const [expected = 0, count = 0] = [alive.past.get(attempt), past.get(attempt)]
    return count === expected ? [] : `${count} recorders passed the fence of ${attempt}, not ${expected}`
  })
  return [...tooMany, ...counts]
}

function judged(
  { name }: Flow,
  alive: Aftermath,
  cases: readonly Case[],
  found: readonly Aftermath[],
  problemsOf: (aftermath: Aftermath, twice: boolean) => readonly string[],
): Pick<CrashTable, 'rows' | 'problems'> {
  const each = cases.flatMap((one, index) => {
    const aftermath = found[index]
    return aftermath ? { ...one, aftermath, problems: problemsOf(aftermath, one.twice) } : []
  })
  return {
    rows: each.map(({ name, aftermath, problems }) => rowOf(name, aftermath, problems)),
    problems: [
      ...alive.problems.map((problem) => `${name}, not killed: ${problem}`),
      ...each.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`)),
    ],
  }
}

function rowOf(name: string, { tasks, past, endings }: Aftermath, problems: readonly string[]): Row {
  const counts = [...past].map(([attempt, count]) => `${attempt}: ${count}`).join(', ')
  return { name, marks: [String(tasks), counts, endings, problems.length === 0 ? 'holds' : 'BROKEN'] }
}
