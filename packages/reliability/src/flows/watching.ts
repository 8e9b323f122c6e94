import { faultyLine } from '../faults/faulty-line.ts'
import { sendLetter, takeLetters } from '../stage/dead-letters.ts'
import { over } from '../stage/invoke.ts'
import { dropMessages } from '../stage/queue.ts'
import { hear, sweep } from '../stage/watchers.ts'
import type { World } from '../stage/world.ts'
import { aFew, type Flow } from './flow.ts'
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
const mayEndInBelief = ['FAILED TOOL_MISSING', 'COMPLETED with torrent']

/** What job-lifecycle is told, and what it looks for itself. */
export const watchFlows: readonly Flow[] = [
  { name: 'task over, it never began', world: STILLBORN, prepare: launched, run: hear },
  { name: 'task over, killed before its fence', world: KILLED_BEFORE_FENCE, prepare: launched, run: hear },
  { name: 'task over, killed with an upload open', world: KILLED, prepare: leftAnUpload(1), run: hear, mayEndInBelief },
  {
    name: 'task over, killed with an upload of nothing',
    world: KILLED,
    prepare: leftAnUpload(0),
    run: hear,
    onlyInShort: aFew,
  },
  {
    name: 'task over, killed with its object made',
    world: KILLED,
    prepare: leftAnObject,
    run: hear,
    mayEndInBelief,
    onlyInShort: aFew,
  },
  { name: 'task over, job ended', prepare: launched, run: hear },
  { name: 'task over, its job to be seeded', world: { ...KILLED, seeds: true }, prepare: toBeSeeded, run: hear },
  {
    name: 'sweep, seeder to be launched',
    world: { ...KILLED, seeds: true },
    prepare: later(5, seederNotLaunched),
    onlyInShort: aFew,
    run: sweep,
  },
  { name: 'sweep, bell lost', prepare: later(3, unheard), run: sweep },
  {
    name: 'sweep, wait over',
    onlyInShort: aFew,
    prepare: later(10, async (world) => {
      await posted(world)
      await deliverWhile(world, 'throttled')
    }),
    run: sweep,
  },
  {
    name: 'sweep, launch unknown',
    onlyInShort: aFew,
    prepare: later(10, async (world) => {
      await posted(world)
      await deliverWhile(world, 'time-out before')
      await dropMessages(world)
    }),
    run: sweep,
  },
  {
    name: 'sweep, killed and nobody told',
    world: KILLED,
    prepare: later(15, launchedAndForgotten),
    run: sweep,
    onlyInShort: aFew,
  },
  {
    name: 'sweep, silent for hours, its task lives',
    world: CUT_OFF,
    prepare: later(90, taken),
    run: sweep,
  },
  { name: 'dead letter, its job waits', prepare: letterOf(unheard), run: takeLetters, mayEnd: ['FAILED TOOL_MISSING'] },
  { name: 'dead letter, its job goes on', prepare: letterOf(launched), run: takeLetters, onlyInShort: aFew },
  { name: 'dead letter of no job', prepare: letterOf(async () => {}), run: takeLetters },
  { name: 'dead letter, its job is over', prepare: letterOf(completed), run: takeLetters, onlyInShort: aFew },
]
