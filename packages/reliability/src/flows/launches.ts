import type { Fault } from '../faults/fault.ts'
import { aFew } from '../faults/fault.ts'
import { type Break, faultyLine } from '../faults/faulty-line.ts'
import { invokeDirectly, post } from '../stage/callers.ts'
import { over } from '../stage/invoke.ts'
import { deliver, send } from '../stage/queue.ts'
import { quiet, tasksOf } from '../stage/watchers.ts'
import type { World } from '../stage/world.ts'
import { type Flow, RECORDED } from './flow.ts'
import { CUT_OFF, inItsRecordersHands, job, jobId, MINUTES, message, posted } from './jobs.ts'

/** What becomes of every launch of an invocation. */
export const launches = (fault: Fault): Break => ({
  target: { service: 'ecs', operation: 'RunTask', nth: 1 },
  injection: { fault, persistence: 'on' },
})

/** Delivers what there is in the queue while this becomes of launches. */
export const deliverWhile = (world: World, fault: Fault) => deliver(world, over(faultyLine(launches(fault))))

/** Its cancel was asked for while nobody knew whether its launch had come to a task. */
const cancelledInFlight = (fault: Fault, come: (world: World) => Promise<void>) => async (world: World) => {
  await posted(world)
  await deliverWhile(world, fault)
  await come(world)
  await world.jobs.change(jobId(world), {}, { set: { cancelRequested: true } })
}

const inAnHour = ({ clock }: World) => new Date(clock.now().getTime() + 60 * MINUTES).toISOString()

/** Somebody rings for a job that has to wait. */
const ringEarly = (world: World) => send(world, { jobId: jobId(world) }, jobId(world))

const bell = { prepare: posted, run: deliver } as const

/** The ways in that launch: bells, messages of others, direct invokes. */
export const launchFlows: readonly Flow[] = [
  { name: 'bell', ...bell },
  { name: 'bell, launch not answered', ...bell, standing: [launches('time-out after')], telling: aFew },
  { name: 'bell, launch put off', ...bell, standing: [launches('throttled')], telling: aFew },
  {
    name: 'bell, launch refused',
    ...bell,
    standing: [launches('access denied')],
    ends: { 'job-1': 'FAILED ACCESS_DENIED' },
    tasks: 0,
    telling: aFew,
    // Its launch is refused in the first invocation only. If that does not get so far, or cannot write it down, a later one launches.
    mayEnd: [RECORDED],
  },
  {
    name: 'bell, before its time',
    prepare: (world) => post(world, { ...job(world), startAt: inAnHour(world) }),
    run: async (world, run) => {
      await ringEarly(world)
      await deliver(world, run)
      await quiet(world)
      if (tasksOf(world).length > 0) world.journal.offences.push('a job was launched before its time')
    },
    telling: aFew,
  },
  { name: 'bell, room for some', ...bell, world: { functions: { MAX_ACTIVE_JOBS: '5' } }, telling: aFew },
  {
    name: 'bell, cancelled, no task',
    ends: { 'job-1': 'CANCELLED' },
    tasks: 0,
    prepare: cancelledInFlight('time-out before', async () => {}),
    run: deliver,
  },
  {
    name: 'bell, cancelled, its task lives',
    world: CUT_OFF,
    prepare: cancelledInFlight('time-out after', inItsRecordersHands),
    run: deliver,
  },
  { name: 'message', prepare: (world) => send(world, message(world), 'default'), run: deliver, telling: aFew },
  {
    name: 'message that can never succeed',
    ends: { 'job-1': 'FAILED INVALID_REQUEST' },
    tasks: 0,
    prepare: (world) => send(world, { jobId: jobId(world), url: 'ftp://stream.example/live' }, 'default'),
    run: deliver,
  },
  {
    name: 'batch of two groups',
    // What a call does that fails is in the flows before; here it is what becomes of the messages behind the one that it is made for.
    only: ['server error, on', 'time-out after, on', 'access denied, once', 'malformed, once'],
    telling: ['access denied, once'],
    ends: { 'job-1': RECORDED, 'job-2': RECORDED, 'job-3': RECORDED },
    tasks: 3,
    prepare: async (world) => {
      await send(world, job(world, '1'), 'one')
      await send(world, job(world, '2'), 'one')
      await send(world, job(world, '3'), 'two')
    },
    run: (world, run) => deliver(world, run, 10),
  },
  { name: 'invoke', run: (world, run) => invokeDirectly(world, job(world), run), telling: aFew },
]

/** A recorder that is launched and comes to its end by itself. */
export const launch: Flow = { name: 'recorder', ...bell }
