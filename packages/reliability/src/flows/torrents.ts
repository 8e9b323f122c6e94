import type { Run } from '../stage/invoke.ts'
import { put, tellOfObject } from '../stage/objects.ts'
import type { World } from '../stage/world.ts'
import type { Flow } from './flow.ts'
import { completed } from './jobs.ts'

const key = ({ id }: World) => `uploads/${id}.bin`
const uploaded = (world: World) => put(world, key(world), Buffer.alloc(300_000, 7))

async function tellOfObjects(world: World, run?: Run): Promise<void> {
  for (const event of world.journal.objects) await tellOfObject(world, event, run)
}

/** The events of S3. */
export const torrentFlows: readonly Flow[] = [
  { name: 'object', prepare: uploaded, run: tellOfObjects },
  {
    name: 'object that has its torrent',
    prepare: async (world) => {
      await uploaded(world)
      await tellOfObjects(world)
    },
    run: tellOfObjects,
  },
  {
    name: 'object, its next version',
    prepare: async (world) => {
      await uploaded(world)
      await tellOfObjects(world)
      world.journal.objects.length = 0
      await put(world, key(world), Buffer.alloc(300_001, 8))
    },
    run: tellOfObjects,
  },
  { name: 'object that is a recording', prepare: completed, run: tellOfObjects },
]
