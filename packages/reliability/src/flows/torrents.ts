import { aFew } from '../faults/fault.ts'
import { beginBackfill, goOnWithBackfills } from '../stage/backfills.ts'
import { put, tellOfObjects } from '../stage/objects.ts'
import type { World } from '../stage/world.ts'
import type { Flow } from './flow.ts'
import { completed } from './jobs.ts'

const key = ({ id }: World) => `uploads/${id}.bin`
const uploaded = (world: World) => put(world, key(world), Buffer.alloc(300_000, 7))

const OF_OBJECT = { object: 'COMPLETED with torrent' }

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
]
