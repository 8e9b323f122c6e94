import { type Bench, runClean } from '../faults/run-cell.ts'
import type { Flow } from '../flows/flow.ts'
import { label } from '../line/call-name.ts'
import { over, soundLine } from '../stage/invoke.ts'
import { atOnce } from '../table/at-once.ts'
import type { Row } from '../table/print-table.ts'
import { type CrashPoint, pointName, pointsOf } from './crash-point.ts'
import { inOwnProcess } from './in-own-process.ts'
import { type Aftermath, runCrash } from './run-crash.ts'

export type CrashTable = { readonly rows: readonly Row[]; readonly problems: readonly string[] }

const AT_ONCE = 4

export const crashColumns = ['tasks', 'past the fence', 'ended', ''] as const

type Case = { readonly point: CrashPoint; readonly twice: boolean }

/** Kills the function of a flow at every point, and once more with a second task of the same launch where it launches one. */
export async function crashTableOf(bench: Bench, flow: Flow, id: string, program: string): Promise<CrashTable> {
  const clean = await runClean(bench, flow, `${id}-clean`)
  const alive = await runCrash(bench, flow, `${id}-alive`, inOwnProcess(program, flow.standing), false)
  const launches = flow.only === undefined && clean.calls.some((call) => label(call) === 'ecs RunTask')
  const cases = pointsOf(clean.calls).flatMap((point) =>
    (launches ? [false, true] : [false]).map((twice) => ({ point, twice })),
  )
  const found = await atOnce(AT_ONCE, cases, ({ point, twice }, index) =>
    runCrash(bench, flow, `${id}-${index + 1}`, inOwnProcess(program, flow.standing, point), twice),
  )
  return tableFrom(
    flow.name,
    cases,
    found,
    // Where a job may end in two ways, one of them without a recorder, only the judge's own count holds.
    (aftermath, twice) => [...aftermath.problems, ...(flow.mayEnd ? [] : otherCounts(alive, aftermath, twice))],
    alive,
  )
}

/** Kills the recorder of the first launch at every point; a second task of that launch, where there is one, is left alive. */
export async function recorderCrashTable(bench: Bench, flow: Flow, id: string): Promise<CrashTable> {
  const alive = await runCrash(bench, flow, `${id}-alive`, over(soundLine()), false)
  const cases = pointsOf(alive.recorderCalls).flatMap((point) => [false, true].map((twice) => ({ point, twice })))
  const found = await atOnce(AT_ONCE, cases, ({ point, twice }, index) => {
    const dying = { ...flow, world: { recorder: { CRASH_AT: JSON.stringify(point) } } }
    return runCrash(bench, dying, `${id}-${index + 1}`, over(soundLine()), twice)
  })
  return tableFrom(flow.name, cases, found, ({ problems }) => problems, alive)
}

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

function tableFrom(
  name: string,
  cases: readonly Case[],
  found: readonly Aftermath[],
  problemsOf: (aftermath: Aftermath, twice: boolean) => readonly string[],
  alive: Aftermath,
): CrashTable {
  const judged = cases.flatMap(({ point, twice }, index) => {
    const aftermath = found[index]
    if (!aftermath) return []
    return {
      title: `${name}: ${pointName(point)}${twice ? ', and a second task' : ''}`,
      aftermath,
      problems: problemsOf(aftermath, twice),
    }
  })
  return {
    rows: judged.map(({ title, aftermath, problems }) => rowOf(title, aftermath, problems)),
    problems: [
      ...alive.problems.map((problem) => `${name}, not killed: ${problem}`),
      ...judged.flatMap(({ title, problems }) => problems.map((problem) => `${title}: ${problem}`)),
    ],
  }
}

function rowOf(name: string, { tasks, past, endings }: Aftermath, problems: readonly string[]): Row {
  const counts = [...past].map(([attempt, count]) => `${attempt}: ${count}`).join(', ')
  return { name, marks: [String(tasks), counts, endings, problems.length === 0 ? 'holds' : 'BROKEN'] }
}
