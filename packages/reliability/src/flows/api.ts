import { aFew } from '../faults/fault.ts'
import { ask, post, read } from '../stage/callers.ts'
import type { World } from '../stage/world.ts'
import type { Endings, Flow } from './flow.ts'
import { CUT_OFF, completed, failed, job, jobId, posted, rejected, taken, unheard } from './jobs.ts'

const path = (world: World, rest = '') => `/jobs/${jobId(world)}${rest}`
const reading = (
  name: string,
  prepare: Flow['prepare'],
  where: (world: World) => string,
  ends: Endings = { 'job-1': 'FAILED INVALID_REQUEST' },
): Flow => ({
  name,
  reads: true,
  ends,
  tasks: 0,
  ...(prepare && { prepare }),
  run: (world, run) => read(world, where(world), run),
})

/** The calls of the REST API. */
export const apiFlows: readonly Flow[] = [
  { name: 'POST /jobs', run: (world, run) => post(world, job(world), run) },
  { name: 'POST /jobs again', telling: aFew, prepare: posted, run: (world, run) => post(world, job(world), run) },
  reading('GET /jobs', rejected, () => '/jobs'),
  reading('GET /jobs/{jobId}', rejected, (world) => path(world)),
  reading('GET …/events', rejected, (world) => path(world, '/events')),
  reading('GET …/recording', completed, (world) => path(world, '/recording'), { 'job-1': 'COMPLETED with torrent' }),
  reading('GET /health', undefined, () => '/health', {}),
  {
    name: 'DELETE, not launched',
    ends: { 'job-1': 'CANCELLED' },
    tasks: 0,
    prepare: unheard,
    run: (world, run) => ask(world, 'DELETE', path(world), run),
  },
  {
    name: 'DELETE, its task lives',
    world: CUT_OFF,
    prepare: taken,
    run: (world, run) => ask(world, 'DELETE', path(world), run),
  },
  {
    name: 'DELETE …?purge=true',
    ends: {},
    tasks: 0,
    prepare: completed,
    // A recording that S3 does not show is not deleted, and its late event makes it anybody's object.
    mayEndInBelief: ['COMPLETED with torrent'],
    run: (world, run) => ask(world, 'DELETE', path(world), run, { query: { purge: 'true' } }),
  },
  {
    name: 'POST …/retry',
    prepare: (world) => failed(world),
    run: (world, run) => ask(world, 'POST', path(world, '/retry'), run),
  },
  {
    name: 'POST /dead-letters/redrive',
    telling: aFew,
    prepare: (world) => failed(world, { errorCode: 'DEAD_LETTERED', deadLetteredAt: world.clock.now().toISOString() }),
    run: (world, run) => ask(world, 'POST', '/dead-letters/redrive', run, { body: '{}' }),
  },
]
