import type { Job } from '@chronicle/core'
import type { LimitFunction } from 'p-limit'
import { otherCalls } from '../flows/calls.ts'
import { type Endings, type Flow, tasksOf } from '../flows/flow.ts'
import { credentials, secretOf } from '../flows/secrets.ts'
import { gather } from '../judge/gather.ts'
import { judge } from '../judge/judge.ts'
import type { Printed } from '../judge/printed.ts'
import { type Call, callAround } from '../line/call-around.ts'
import { repeatRefused } from '../stage/callers.ts'
import { over } from '../stage/invoke.ts'
import { redeliver, settle } from '../stage/settle.ts'
import type { Stage } from '../stage/stage.ts'
import { tasksOf as tasksThereWere } from '../stage/watchers.ts'
import { createWorld, type World } from '../stage/world.ts'
import type { Injection } from './fault.ts'
import { breaking, faultyLine } from './faulty-line.ts'
import { endedOtherwise, problemsOf } from './problems-of.ts'

export type Bench = {
  readonly stage: Stage
  readonly printed: Printed
  /** How many worlds are open at once, whatever flow they are of: as many as keep two processors busy. */
  readonly limit: LimitFunction
}

const endingOf = ({ status, errorCode, infoHash, seeding }: Job) =>
  [status, errorCode, infoHash && 'with torrent', seeding && `seeding ${seeding.state}`].filter(Boolean).join(' ')

export type Judgement = {
  readonly endings: Endings
  /** How many tasks there ever were. */
  readonly tasks: number
  readonly problems: readonly string[]
}

/** An undisturbed run of a flow: the calls it makes, how its jobs end, and what does not even hold then. */
export type CleanRun = Judgement & { readonly calls: readonly Call[] }

export async function runClean(bench: Bench, flow: Flow, id: string): Promise<CleanRun> {
  const printed = bench.printed.listen()
  const world = await createWorld(bench.stage, id, flow.world)
  await flow.prepare?.(world)
  const line = faultyLine(...(flow.standing ?? []))
  await flow.run(world, over(line))
  const { first, again } = await seeItThrough(world, printed)
  await flow.tidy?.(world)
  const tasks = again.tasks === tasksOf(flow) ? [] : [`${again.tasks} tasks were started, and not ${tasksOf(flow)}`]
  const problems = [
    ...otherCalls(flow.name, line.calls),
    ...first.problems,
    ...endedOtherwise(flow, first.endings),
    ...again.problems,
    ...tasks,
  ]
  return { ...first, calls: line.calls, problems }
}

/** A run of a flow of which one call is broken; answers everything that does not hold then. */
export async function runCell(
  bench: Bench,
  flow: Flow,
  id: string,
  target: Call,
  injection: Injection,
): Promise<readonly string[]> {
  const printed = bench.printed.listen()
  const world = await createWorld(bench.stage, id, flow.world)
  await flow.prepare?.(world)
  const wanted = { target, injection }
  const { around, struck } = breaking([wanted, ...(flow.standing ?? [])])
  await flow.run(world, over(callAround(around)))
  if (struck(wanted) === 0) return ['the call that was to be broken was not made']
  const { first, again } = await seeItThrough(world, printed)
  await flow.tidy?.(world)
  return problemsOf(flow, target, injection, first, again)
}

/** What follows: callers ask again, the world goes on until all has ended, and then all comes once more. */
async function seeItThrough(world: World, printed: () => string) {
  await repeatRefused(world)
  await settle(world)
  const first = await judgeWorld(world, printed)
  await redeliver(world)
  const again = await judgeWorld(world, printed)
  world.functions.close()
  return { first, again }
}

async function judgeWorld(world: World, printed: () => string): Promise<Judgement> {
  const evidence = await gather(world, printed(), [secretOf(world.id), credentials.AWS_SECRET_ACCESS_KEY])
  const endings = Object.fromEntries(
    evidence.rows.map((row) => [
      row.jobId.replace(world.id, 'job').replace(/^t_.*/, 'object').replace(/^b_.*/, 'backfill'),
      endingOf(row),
    ]),
  )
  return { endings, tasks: tasksThereWere(world).length, problems: judge(evidence) }
}
