import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Job, JobQuery, JobStatus, JobStore } from '../src/index.ts'
import { buildJob } from './build-job.ts'

let runs = 0

/** What may happen to the table between two pages of a list. */
const happenings = fc.oneof(
  fc.record({ what: fc.constant('arrives' as const), status: fc.constantFrom<JobStatus>('PENDING', 'FAILED') }),
  fc.record({
    what: fc.constant('moves' as const),
    which: fc.nat(),
    status: fc.constantFrom<JobStatus>('PENDING', 'RECORDING', 'FAILED'),
  }),
  fc.record({ what: fc.constant('goes' as const), which: fc.nat() }),
)
const snapshots = fc.array(
  // Several rows of the same millisecond: their order is the table's own, and must be kept too.
  fc.record({ second: fc.nat({ max: 5 }), status: fc.constantFrom<JobStatus>('PENDING', 'FAILED') }),
  { minLength: 1, maxLength: 12 },
)

/** That a list stays true while its rows change; runs on the fake and on DynamoDB. */
export function describeJobList(name: string, open: () => JobStore, numRuns: number): void {
  // A table is shared: each run lists a year of its own, above every other test's, and stops where it ends.
  const freshYear = () => `${3000 + (process.pid % 400) * 13 + runs++}`.padStart(4, '0')

  async function list(query: Pick<JobQuery, 'status' | 'limit'>, year: string, between: () => Promise<void>) {
    const listed: string[] = []
    let cursor: string | undefined
    do {
      const page = await open().list({ ...query, ...(cursor !== undefined && { cursor }) })
      const ours = page.items.filter(({ createdAt }) => createdAt.startsWith(year))
      listed.push(...ours.map(({ jobId }) => jobId))
      cursor = ours.length < page.items.length ? undefined : page.nextCursor
      await between()
    } while (cursor !== undefined)
    return listed
  }

  describe(`lists of JobStore: ${name}`, () => {
    it.each([undefined, 'FAILED'] as const)(
      'leave out and repeat nothing that is there all the while, of status %s',
      async (status) => {
        const limits = fc.integer({ min: 1, max: 4 })
        const property = fc.asyncProperty(
          snapshots,
          limits,
          fc.array(happenings, { maxLength: 12 }),
          async (snapshot, limit, happens) => {
            const year = freshYear()
            const fresh = (second: number, index: number, state: JobStatus) =>
              buildJob({
                jobId: `list-${year}-${index}`,
                status: state,
                createdAt: `${year}-01-01T00:00:0${second}.000Z`,
              })
            const rows = new Map<string, Job>()
            const add = async (job: Job) => {
              await open().create(job)
              rows.set(job.jobId, job)
            }
            for (const [index, { second, status: state }] of snapshot.entries()) await add(fresh(second, index, state))
            const matches = ({ status: state }: Job) => status === undefined || state === status
            const stayed = new Set([...rows.values()].filter(matches).map(({ jobId }) => jobId))

            const pending = [...happens]
            const between = async () => {
              const happening = pending.shift()
              if (!happening) return
              const which = [...rows.keys()][('which' in happening ? happening.which : 0) % rows.size]
              if (happening.what === 'arrives') await add(fresh(9, rows.size, happening.status))
              if (which === undefined || happening.what === 'arrives') return
              if (happening.what === 'moves') await open().change(which, {}, { set: { status: happening.status } })
              if (happening.what === 'goes') await open().remove(which, {})
              if (happening.what === 'goes' || (status !== undefined && happening.status !== status))
                stayed.delete(which)
            }
            const listed = await list({ limit, ...(status && { status }) }, year, between)

            expect(listed).toHaveLength(new Set(listed).size)
            expect(listed).toEqual(expect.arrayContaining([...stayed]))
            for (const jobId of rows.keys()) await open().remove(jobId, {})
          },
        )
        await fc.assert(property, { numRuns })
      },
      120_000,
    )
  })
}
