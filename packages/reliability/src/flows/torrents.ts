import { SMALL_PIECE_LIMIT } from '@chronicle/torrent'
import { aFew } from '../faults/fault.ts'
import { beginBackfill, goOnWithBackfills } from '../stage/backfills.ts'
import type { Run } from '../stage/invoke.ts'
import { clearAway, put, putInParts, tellOfObjects } from '../stage/objects.ts'
import type { World } from '../stage/world.ts'
import type { Flow } from './flow.ts'
import { completed } from './jobs.ts'

const key = ({ id }: World) => `uploads/${id}.bin`
const uploaded = (world: World) => put(world, key(world), Buffer.alloc(300_000, 7))

const OF_OBJECT = { object: 'COMPLETED with torrent' }

/** Whatever S3 does not tell of an object's parts, this very invocation reads the object then: none fails, and so none is repeated. */
const tellOfParts = (world: World, run: Run) =>
  tellOfObjects(world, async (...invocation) => {
    const outcome = await run(...invocation)
    if ('error' in outcome) world.journal.offences.push(`the object was not read instead: ${outcome.error}`)
    return outcome
  })

/** The events of S3, and a backfill. No function runs here that it could order a torrent of, so its object has one. */
export const torrentFlows: readonly Flow[] = [
  { name: 'object', ends: OF_OBJECT, tasks: 0, prepare: uploaded, run: tellOfObjects },
  {
    name: 'object that has its torrent',
    ends: OF_OBJECT,
    tasks: 0,
    prepare: async (world) => {
      await uploaded(world)
      await tellOfObjects(world)
      world.journal.told.clear()
    },
    run: tellOfObjects,
  },
  {
    name: 'object, its next version',
    ends: OF_OBJECT,
    tasks: 0,
    telling: aFew,
    prepare: async (world) => {
      await uploaded(world)
      await tellOfObjects(world)
      await put(world, key(world), Buffer.alloc(300_001, 8))
    },
    run: tellOfObjects,
  },
  {
    name: 'object that is a recording',
    ends: { 'job-1': 'COMPLETED with torrent' },
    tasks: 0,
    prepare: completed,
    run: tellOfObjects,
  },
  {
    name: 'backfill',
    ends: { ...OF_OBJECT, backfill: 'COMPLETED' },
    tasks: 0,
    prepare: async (world) => {
      await uploaded(world)
      await tellOfObjects(world)
      await beginBackfill(world, key(world))
    },
    run: goOnWithBackfills,
  },
  {
    name: 'object uploaded in parts',
    ends: OF_OBJECT,
    tasks: 0,
    world: { functions: { TORRENT_ENGINE: 'auto' } },
    breaks: ['GetObjectAttributes'],
    large: true,
    // The smallest whose pieces are as long as parts, and so the smallest of which parts are asked for.
    prepare: (world) => putInParts(world, key(world), SMALL_PIECE_LIMIT + 7),
    run: tellOfParts,
    tidy: clearAway,
  },
]
