import { aFew } from '../faults/fault.ts'
import { faultyLine } from '../faults/faulty-line.ts'
import { sendLetter, takeLetters } from '../stage/dead-letters.ts'
import { over } from '../stage/invoke.ts'
import { dropMessages } from '../stage/queue.ts'
import { hear, sweep } from '../stage/watchers.ts'
import type { World } from '../stage/world.ts'
import { type Flow, RECORDED } from './flow.ts'
import {
  CUT_OFF,
  completed,
  jobId,
  KILLED,
  KILLED_BEFORE_FENCE,
  launched,
  launchedAndForgotten,
  leftAnObject,
  leftAnUpload,
  MINUTES,
  posted,
  STILLBORN,
  taken,
  toBeSeeded,
  unheard,
} from './jobs.ts'
import { deliverWhile, launches } from './launches.ts'

const later = (minutes: number, prepare: (world: World) => Promise<unknown>) => async (world: World) => {
  await prepare(world)
  world.clock.advance(minutes * MINUTES)
}

/** ECS had no room for the seeder yet. */
async function seederNotLaunched(world: World): Promise<void> {
  await toBeSeeded(world)
  await hear(world, over(faultyLine(launches('throttled'))))
}

const letterOf = (prepare: (world: World) => Promise<unknown>) => async (world: World) => {
  await prepare(world)
  await sendLetter(world, { jobId: jobId(world) })
}

/** Where S3 says that there is nothing, the next attempt records, and finds no stream; what is there is anybody's object. */
const mayEndInBelief = [RECORDED, 'COMPLETED with torrent']

const KEPT = { 'job-1': 'COMPLETED with torrent' }
/** The seeder finds no BitTorrent client. */
const SEEDED = { 'job-1': 'COMPLETED with torrent seeding FAILED' }
const DEAD = { 'job-1': 'FAILED DEAD_LETTERED' }

/** What job-lifecycle is told, and what it looks for itself. */
export const watchFlows: readonly Flow[] = [
  {
    name: 'task over, it never began',
    ends: { 'job-1': 'FAILED RECORDER_EXITED' },
    world: STILLBORN,
    prepare: launched,
    run: hear,
  },
  { name: 'task over, killed before its fence', tasks: 2, world: KILLED_BEFORE_FENCE, prepare: launched, run: hear },
  {
    name: 'task over, killed with an upload open',
    ends: KEPT,
    tasks: 2,
    world: KILLED,
    prepare: leftAnUpload(1),
    run: hear,
    mayEndInBelief,
  },
  {
    name: 'task over, killed with an upload of nothing',
    tasks: 2,
    world: KILLED,
    prepare: leftAnUpload(0),
    run: hear,
    telling: aFew,
  },
  {
    name: 'task over, killed with its object made',
    ends: KEPT,
    world: KILLED,
    prepare: leftAnObject,
    run: hear,
    mayEndInBelief,
    telling: aFew,
  },
  { name: 'task over, job ended', prepare: launched, run: hear },
  {
    name: 'task over, its job to be seeded',
    ends: SEEDED,
    tasks: 2,
    world: { ...KILLED, seeds: true },
    prepare: toBeSeeded,
    run: hear,
  },
  {
    name: 'sweep, seeder to be launched',
    ends: SEEDED,
    tasks: 2,
    world: { ...KILLED, seeds: true },
    prepare: later(5, seederNotLaunched),
    telling: aFew,
    run: sweep,
  },
  { name: 'sweep, bell lost', prepare: later(3, unheard), run: sweep },
  {
    name: 'sweep, wait over',
    telling: aFew,
    prepare: later(10, async (world) => {
      await posted(world)
      await deliverWhile(world, 'throttled')
    }),
    run: sweep,
  },
  {
    name: 'sweep, launch unknown',
    telling: aFew,
    prepare: later(10, async (world) => {
      await posted(world)
      await deliverWhile(world, 'time-out before')
      await dropMessages(world)
    }),
    run: sweep,
  },
  {
    name: 'sweep, killed and nobody told',
    tasks: 2,
    world: KILLED,
    prepare: later(15, launchedAndForgotten),
    run: sweep,
    telling: aFew,
  },
  {
    name: 'sweep, silent for hours, its task lives',
    world: CUT_OFF,
    prepare: later(90, taken),
    run: sweep,
  },
  {
    name: 'dead letter, its job waits',
    ends: DEAD,
    tasks: 0,
    prepare: letterOf(unheard),
    run: takeLetters,
    mayEnd: [RECORDED],
  },
  { name: 'dead letter, its job goes on', prepare: letterOf(launched), run: takeLetters, telling: aFew },
  { name: 'dead letter of no job', ends: DEAD, tasks: 0, prepare: letterOf(async () => {}), run: takeLetters },
  {
    name: 'dead letter, its job is over',
    ends: KEPT,
    tasks: 0,
    prepare: letterOf(completed),
    run: takeLetters,
    telling: aFew,
  },
]
