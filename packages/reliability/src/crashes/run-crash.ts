import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bench } from '../faults/run-cell.ts'
import type { Flow } from '../flows/flow.ts'
import { credentials, secretOf } from '../flows/secrets.ts'
import type { Evidence } from '../judge/evidence.ts'
import { gather } from '../judge/gather.ts'
import { judge } from '../judge/judge.ts'
import { recordersPast } from '../judge/one-recorder.ts'
import type { Call } from '../line/call-around.ts'
import { repeatRefused } from '../stage/callers.ts'
import type { Run } from '../stage/invoke.ts'
import { launchByHand } from '../stage/launch-by-hand.ts'
import { comeAgain, settle } from '../stage/settle.ts'
import { tasksOf } from '../stage/watchers.ts'
import { createWorld, type World } from '../stage/world.ts'

/** What became of a world in which a program was killed. */
export type Aftermath = {
  readonly tasks: number
  /** Recorders that passed the fence, by attempt: `job-1/1` -> 1. */
  readonly past: ReadonlyMap<string, number>
  readonly endings: string
  readonly problems: readonly string[]
  /** What the recorder that lived to its end asked of AWS. */
  readonly recorderCalls: readonly Call[]
}

const REDELIVERIES = 5

/**
 * Runs a flow whose invocation is run like this; at once all comes again, five times, and then the world goes on until all has
 * ended. `twice` also starts a second task of the first launch, by hand, as if ECS had forgotten its token; both come to the fence at once.
 */
export async function runCrash(bench: Bench, flow: Flow, id: string, run: Run, twice: boolean): Promise<Aftermath> {
  const printed = bench.printed.listen()
  const meeting = twice ? await mkdtemp(join(tmpdir(), 'chronicle-meeting-')) : undefined
  const recorder = { ...flow.world?.recorder, ...(meeting && { MEET_IN: meeting }) }
  const world = await createWorld(bench.stage, id, { ...flow.world, recorder })
  await flow.prepare?.(world)
  await flow.run(world, run)
  if (twice) await launchByHand(world, [{ name: 'CRASH_AT', value: '' }])
  for (let time = 0; time < REDELIVERIES; time += 1) await comeAgain(world)
  await repeatRefused(world)
  await settle(world)
  const aftermath = aftermathOf(
    world,
    await gather(world, printed(), [secretOf(id), credentials.AWS_SECRET_ACCESS_KEY]),
  )
  world.functions.close()
  if (meeting) await rm(meeting, { recursive: true })
  return aftermath
}

function aftermathOf(world: World, evidence: Evidence): Aftermath {
  const named = (text: string) => text.replaceAll(world.id, 'job')
  const past = new Map([...recordersPast(evidence)].map(([attempt, count]) => [named(attempt), count]))
  const endings = evidence.rows.map(({ status, errorCode }) => [status, errorCode].filter(Boolean).join(' ')).join(', ')
  const recorderCalls = evidence.taskLines.flatMap(({ message, calls = [] }) => (message === 'calls made' ? calls : []))
  return { tasks: tasksOf(world).length, past, endings, problems: judge(evidence), recorderCalls }
}
