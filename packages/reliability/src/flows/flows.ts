import { InvalidRequest, rejectedJob } from '@chronicle/core'
import type { Fault } from '../faults/fault.ts'
import { type Break, faultyLine } from '../faults/faulty-line.ts'
import { invokeDirectly, post, read } from '../stage/callers.ts'
import { over, type Run } from '../stage/invoke.ts'
import { put, tellOfObject } from '../stage/objects.ts'
import { deliver, dropMessages, send } from '../stage/queue.ts'
import { hear, quiet, sweep } from '../stage/watchers.ts'
import { STREAMS, type World } from '../stage/world.ts'
import { secretOf } from './secrets.ts'

/** One way in which a function is called: what goes before, and the invocation whose calls are broken, one after the other. */
export type Flow = {
  readonly name: string
  /** What the recorders of its world are told otherwise. */
  readonly recorder?: Record<string, string>
  /** What goes wrong with its calls, on and on, if not everything. */
  readonly only?: readonly Fault[]
  /** It changes nothing, so that it does not matter when its function dies. */
  readonly reads?: true
  /** What goes wrong in it anyway, so that the calls can be seen that are only made then. */
  readonly standing?: readonly Break[]
  /** How its jobs may end beside the way in which they end undisturbed. */
  readonly mayEnd?: readonly string[]
  prepare?(world: World): Promise<unknown>
  run(world: World, run: Run): Promise<unknown>
}

const MINUTES = 60_000
/** A recorder that does not get as far as the fence: it lacks a setting, says so and exits. */
const STILLBORN = { S3_BUCKET: '' }

const job = (world: World, name = '1') => ({
  jobId: `${world.id}-${name}`,
  url: `http://${STREAMS}/live?token=${secretOf(world.id)}`,
})
const message = (world: World, name?: string) => ({
  ...job(world, name),
  filename: 'a stream',
  s3Key: `recordings/${world.id}.mkv`,
})
const objectKey = ({ id }: World) => `uploads/${id}.bin`

async function launched(world: World): Promise<void> {
  await post(world, job(world))
  await deliver(world)
  await quiet(world)
}

const endedJob = (world: World) =>
  world.jobs.create(
    rejectedJob(`${world.id}-1`, 'what was asked for', new InvalidRequest(['made up']), world.clock.now(), 1),
  )

async function completed(world: World): Promise<void> {
  const jobId = `${world.id}-1`
  const key = `recordings/${world.id}.mkv`
  await post(world, job(world))
  await dropMessages(world)
  const outcome = { status: 'COMPLETED', s3Bucket: world.settings['dispatch-to-ecs'].S3_BUCKET, s3Key: key } as const
  const event = { at: world.clock.now().toISOString(), status: 'COMPLETED', attempt: 1 } as const
  await world.jobs.change(jobId, {}, { set: outcome, event })
  await put(world, key, Buffer.alloc(300_000, 7), { 'chronicle-job-id': jobId })
}

/** What becomes of every launch of an invocation. */
const launches = (fault: Fault): Break => ({
  target: { service: 'ecs', operation: 'RunTask', nth: 1 },
  injection: { fault, persistence: 'on' },
})

const tellOfObjects = async (world: World, run: Run) => {
  for (const event of world.journal.objects) await tellOfObject(world, event, run)
}

/** Every way into every function. Each call that is made on them, undisturbed, is a row of the table. */
export const flows: readonly Flow[] = [
  { name: 'POST /jobs', run: (world, run) => post(world, job(world), run) },
  {
    name: 'POST /jobs again',
    prepare: (world) => post(world, job(world)),
    run: (world, run) => post(world, job(world), run),
  },
  { name: 'GET /jobs', reads: true, prepare: endedJob, run: (world, run) => read(world, '/jobs', run) },
  {
    name: 'GET /jobs/{jobId}',
    reads: true,
    prepare: endedJob,
    run: (world, run) => read(world, `/jobs/${world.id}-1`, run),
  },
  { name: 'bell', prepare: (world) => post(world, job(world)), run: deliver },
  {
    name: 'bell, launch not answered',
    standing: [launches('time-out after')],
    prepare: (world) => post(world, job(world)),
    run: deliver,
  },
  {
    name: 'bell, launch put off',
    standing: [launches('throttled')],
    prepare: (world) => post(world, job(world)),
    run: deliver,
  },
  {
    name: 'bell, launch refused',
    standing: [launches('access denied')],
    // Its launch is refused in the first invocation only. If that does not get so far, or cannot write it down, a later one launches.
    mayEnd: ['FAILED TOOL_MISSING'],
    prepare: (world) => post(world, job(world)),
    run: deliver,
  },
  { name: 'message', prepare: (world) => send(world, message(world), 'default'), run: deliver },
  {
    name: 'message that can never succeed',
    prepare: (world) =>
      send(world, { jobId: `${world.id}-1`, url: 'ftp://stream.example/live' } as { jobId: string }, 'default'),
    run: deliver,
  },
  {
    name: 'batch of two groups',
    // What a call does that fails is in the flows before; here it is what becomes of the messages behind it.
    only: ['server error', 'time-out after', 'access denied'],
    prepare: async (world) => {
      await send(world, job(world, '1'), 'one')
      await send(world, job(world, '2'), 'one')
      await send(world, job(world, '3'), 'two')
    },
    run: (world, run) => deliver(world, run, 10),
  },
  { name: 'invoke', run: (world, run) => invokeDirectly(world, job(world), run) },
  { name: 'task over, job left open', recorder: STILLBORN, prepare: launched, run: hear },
  { name: 'task over, job ended', prepare: launched, run: hear },
  {
    name: 'sweep, bell lost',
    prepare: async (world) => {
      await post(world, job(world))
      await dropMessages(world)
      world.clock.advance(3 * MINUTES)
    },
    run: sweep,
  },
  {
    name: 'sweep, wait over',
    prepare: async (world) => {
      await post(world, job(world))
      await deliver(world, over(faultyLine(launches('throttled'))))
      world.clock.advance(10 * MINUTES)
    },
    run: sweep,
  },
  {
    name: 'sweep, launch unknown',
    prepare: async (world) => {
      await post(world, job(world))
      await deliver(world, over(faultyLine(launches('time-out before'))))
      await dropMessages(world)
      world.clock.advance(10 * MINUTES)
    },
    run: sweep,
  },
  {
    name: 'torrent of an object',
    prepare: (world) => put(world, objectKey(world), Buffer.alloc(300_000, 7)),
    run: tellOfObjects,
  },
  {
    name: 'torrent of an object that has one',
    prepare: async (world) => {
      await put(world, objectKey(world), Buffer.alloc(300_000, 7))
      for (const event of world.journal.objects) await tellOfObject(world, event)
    },
    run: tellOfObjects,
  },
  {
    name: 'torrent of the next version',
    prepare: async (world) => {
      await put(world, objectKey(world), Buffer.alloc(300_000, 7))
      for (const event of world.journal.objects) await tellOfObject(world, event)
      world.journal.objects.length = 0
      await put(world, objectKey(world), Buffer.alloc(300_001, 8))
    },
    run: tellOfObjects,
  },
  { name: 'torrent of a recording', prepare: completed, run: tellOfObjects },
]

/** A recorder that is launched and comes to its end by itself. */
export const launch: Flow = { name: 'recorder', prepare: (world) => post(world, job(world)), run: deliver }
