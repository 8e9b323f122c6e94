import { describe, expect, it } from '@jest/globals'
import {
  type DueJob,
  InvalidCursor,
  type Job,
  type JobEvent,
  type JobStore,
  lookFrom,
  MOST_EVENTS,
  nothingBackfilled,
  SHOWN_EVENTS,
  seedingStates,
} from '../src/index.ts'
import { buildJob } from './build-job.ts'

let count = 0
/** An id that no other test uses, since a real table is shared by all of them. */
const freshJob = (overrides: Partial<Job> = {}) => {
  count += 1
  return buildJob({ jobId: `contract-${process.pid}-${count}`, ...overrides })
}

/** What every JobStore promises; runs on the fake and on DynamoDB. */
export function describeJobStore(name: string, open: () => JobStore): void {
  describe(`JobStore: ${name}`, () => {
    it('keeps the first row of an id and answers it to whoever comes second', async () => {
      const first = freshJob()
      await expect(open().create(first)).resolves.toEqual({ created: true, job: first })
      const second = await open().create({ ...first, url: 'https://example.com/other' })
      expect(second).toEqual({ created: false, job: first })
    })

    it('creates one row when fifty writers race for an id', async () => {
      const job = freshJob()
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => open().create(job)))
      expect(outcomes.filter(({ created }) => created)).toHaveLength(1)
    })

    it('finds no row where there is none', async () => {
      await expect(open().get('contract-none')).resolves.toBeUndefined()
      await expect(open().change('contract-none', {}, { set: { size: 1 } })).resolves.toEqual({ changed: false })
    })

    it('sets, removes and appends in one change', async () => {
      const job = freshJob({ statusReason: 'waiting' })
      await open().create(job)
      const event = { at: '2026-03-04T06:00:00.000Z', status: 'STARTED', attempt: 1 } as const
      const change = { set: { status: 'STARTED', taskArn: 'arn:task' }, remove: ['statusReason'], event } as const
      const outcome = await open().change(job.jobId, { status: ['PENDING'] }, change)
      const { statusReason: _, ...rest } = job
      const expected = { ...rest, status: 'STARTED', taskArn: 'arn:task', events: [...job.events, event] }
      expect(outcome).toEqual({ changed: true, job: expected })
      await expect(open().get(job.jobId)).resolves.toEqual(expected)
    })

    it('changes nothing and answers the row when the guard does not hold', async () => {
      const job = freshJob({ status: 'RECORDING' })
      await open().create(job)
      await expect(open().change(job.jobId, { status: ['PENDING', 'STARTED'] }, { set: { size: 1 } })).resolves.toEqual(
        { changed: false, job },
      )
      await expect(open().get(job.jobId)).resolves.toEqual(job)
    })

    const row: Partial<Job> = {
      attempt: 2,
      launch: 3,
      runner: 'task-a',
      seeder: 'task-s',
      seeding: { state: 'SEEDING', since: '2026-03-04T06:00:00.000Z' },
      nextAt: '2026-03-04T06:00:00.000Z',
      cancelRequested: true,
      backfill: { ...nothingBackfilled, after: 'films/a' },
    }
    it.each([
      ['attempt', { attempt: 2 }, { attempt: 1 }],
      ['launch', { launch: 3 }, { launch: 2 }],
      ['runner', { runner: 'task-a' }, { runner: 'task-b' }],
      ['runner, or none yet', { runnerAbsentOr: 'task-a' }, { runnerAbsentOr: 'task-b' }],
      ['seeder', { seeder: 'task-s' }, { seeder: 'task-t' }],
      ['seeder, or none', { seederAbsentOr: 'task-s' }, { seederAbsentOr: 'task-t' }],
      ['state of the seeding', { seeding: ['PREPARING', 'SEEDING'] as const }, { seeding: ['ENDED'] as const }],
      ['absence', { absent: ['taskArn'] as const }, { absent: ['runner'] as const }],
      ['the time to look at it', { lookAt: '2026-03-04T05:08:07.000Z' }, { lookAt: '2026-03-04T05:08:07.001Z' }],
      ['the checkpoint of a backfill', { backfillAfter: 'films/a' }, { backfillAfter: '' }],
      ['being due', { dueAt: '2026-03-04T06:00:00.000Z' }, { dueAt: '2026-03-04T05:59:59.999Z' }],
    ])('guards by %s', async (_, holding, failing) => {
      const job = freshJob(row)
      await open().create(job)
      await expect(open().change(job.jobId, holding, { set: { size: 1 } })).resolves.toMatchObject({ changed: true })
      await expect(open().change(job.jobId, failing, { set: { size: 2 } })).resolves.toMatchObject({ changed: false })
    })

    it('knows a row that is not seeded: no state of it is guarded by, and any seeder may come', async () => {
      const job = freshJob()
      await open().create(job)
      const change = { set: { size: 1 } }
      await expect(open().change(job.jobId, { seeding: seedingStates }, change)).resolves.toMatchObject({
        changed: false,
      })
      await expect(open().change(job.jobId, { seederAbsentOr: 'task-s' }, change)).resolves.toMatchObject({
        changed: true,
      })
    })

    it('guards by a cancel that was asked for', async () => {
      const [asked, notAsked] = [freshJob({ cancelRequested: true }), freshJob()]
      await open().create(asked)
      await open().create(notAsked)
      const change = { set: { size: 1 } }
      await expect(open().change(asked.jobId, { cancelNotRequested: true }, change)).resolves.toMatchObject({
        changed: false,
      })
      await expect(open().change(notAsked.jobId, { cancelNotRequested: true }, change)).resolves.toMatchObject({
        changed: true,
      })
    })

    it('lets one of many add an event to those that all of them have read, also where the row has no room for one', async () => {
      for (const count of [1, MOST_EVENTS]) {
        const events = Array.from({ length: count }, (_, second) => event(second))
        const job = freshJob({ events })
        await open().create(job)
        const additions = Array.from({ length: 5 }, (_, index) =>
          open().change(job.jobId, { eventCount: count }, { event: event(MOST_EVENTS + index) }),
        )
        expect((await Promise.all(additions)).filter(({ changed }) => changed)).toHaveLength(1)
      }
    })

    it('lets one of many note something with the attempts that all of them have read', async () => {
      const attempts = [
        { attempt: 1, status: 'COMPLETED', s3Key: 'a' },
        { attempt: 2, status: 'FAILED' },
      ] as const
      const job = freshJob({ attempt: 3, attempts: [...attempts] })
      await open().create(job)
      const read = (await open().get(job.jobId))?.attempts ?? []
      const notes = Array.from({ length: 5 }, (_, index) =>
        open().change(
          job.jobId,
          { attempts: read },
          { set: { attempts: [...read.slice(0, 1), { ...attempts[1], error: `${index}` }] } },
        ),
      )
      expect((await Promise.all(notes)).filter(({ changed }) => changed)).toHaveLength(1)
    })

    it('lets one of many racing runners through the fence', async () => {
      const job = freshJob()
      await open().create(job)
      const claims = Array.from({ length: 20 }, (_, index) =>
        open().change(job.jobId, { runnerAbsentOr: `task-${index}` }, { set: { runner: `task-${index}` } }),
      )
      expect((await Promise.all(claims)).filter(({ changed }) => changed)).toHaveLength(1)
    })

    it('removes a row that is as it is said to be, and no other', async () => {
      const job = freshJob({ status: 'FAILED' })
      await open().create(job)
      await expect(open().remove(job.jobId, { status: ['COMPLETED'] })).resolves.toEqual({ removed: false, job })
      await expect(open().remove(job.jobId, { status: ['FAILED'], attempt: 1 })).resolves.toEqual({ removed: true })
      await expect(open().get(job.jobId)).resolves.toBeUndefined()
      await expect(open().remove(job.jobId, {})).resolves.toEqual({ removed: false })
    })

    const event = (second: number): JobEvent => ({
      at: new Date(Date.UTC(2026, 2, 4, 6, 0, second)).toISOString(),
      status: 'PENDING',
      attempt: 1,
    })

    it('keeps the last events of a row that has many, in their order, and never more than it may have', async () => {
      const job = freshJob()
      await open().create(job)
      const count = 2 * MOST_EVENTS + 30
      for (let second = 1; second <= count; second++)
        await open().change(job.jobId, {}, { set: { size: second }, event: event(second) })
      const { events = [], size } = (await open().get(job.jobId)) ?? {}
      expect(size).toBe(count)
      expect(events.length).toBeGreaterThanOrEqual(SHOWN_EVENTS)
      expect(events.length).toBeLessThanOrEqual(MOST_EVENTS)
      expect(events).toEqual(
        Array.from({ length: events.length }, (_, index) => event(count - events.length + 1 + index)),
      )
    })

    it('loses no event of many writers at once where old ones have to go', async () => {
      const job = freshJob({ events: Array.from({ length: MOST_EVENTS - 5 }, (_, second) => event(second)) })
      await open().create(job)
      const seconds = Array.from({ length: 20 }, (_, index) => 1000 + index)
      const outcomes = await Promise.all(
        seconds.map((second) => open().change(job.jobId, {}, { event: event(second) })),
      )
      expect(outcomes.every(({ changed }) => changed)).toBe(true)
      const { events = [] } = (await open().get(job.jobId)) ?? {}
      expect(events).toEqual(expect.arrayContaining(seconds.map(event)))
      expect(events.length).toBeLessThanOrEqual(MOST_EVENTS)
    })

    it('changes nothing of a row with many events where the guard does not hold', async () => {
      const events = Array.from({ length: MOST_EVENTS }, (_, second) => event(second))
      const job = freshJob({ status: 'RECORDING', events })
      await open().create(job)
      const change = { set: { size: 1 }, event: event(1000) }
      await expect(open().change(job.jobId, { status: ['PENDING'] }, change)).resolves.toEqual({ changed: false, job })
      await expect(open().get(job.jobId)).resolves.toEqual(job)
    })

    it('cuts a reason that is longer than anyone reads', async () => {
      const job = freshJob()
      await open().create(job)
      await open().change(job.jobId, {}, { event: { ...event(1), reason: 'x'.repeat(100_000) } })
      const { events = [] } = (await open().get(job.jobId)) ?? {}
      expect(events.at(-1)?.reason).toBe('x'.repeat(1000))
    })

    it('lists recordings newest first, page by page, without torrent rows', async () => {
      const day = `2031-01-${String(1 + (process.pid % 28)).padStart(2, '0')}`
      const jobs = Array.from({ length: 5 }, (_, index) => freshJob({ createdAt: `${day}T00:00:0${index}.000Z` }))
      const torrent = freshJob({ kind: 'torrent', createdAt: `${day}T00:00:09.000Z` })
      for (const job of [...jobs, torrent]) await open().create(job)
      const newestFirst = jobs.map(({ jobId }) => jobId).reverse()

      const first = await open().list({ limit: 2 })
      expect(first.items.map(({ jobId }) => jobId)).toEqual(newestFirst.slice(0, 2))
      const second = await open().list({ limit: 3, ...(first.nextCursor && { cursor: first.nextCursor }) })
      expect(second.items.map(({ jobId }) => jobId)).toEqual(newestFirst.slice(2))
    })

    it('lists by status, and says when a list is at its end', async () => {
      const mine = freshJob({ status: 'CANCELLED', createdAt: '2032-01-01T00:00:00.000Z' })
      await open().create(mine)
      await open().create(freshJob({ kind: 'torrent', status: 'CANCELLED' }))
      const page = await open().list({ status: 'CANCELLED', limit: 10 })
      expect(page.items[0]).toEqual(mine)
      expect(page.items.every(({ kind, status }) => kind === 'recording' && status === 'CANCELLED')).toBe(true)
      expect(page).not.toHaveProperty('nextCursor')
    })

    it('counts recordings by status, as far as there is a use for it', async () => {
      const statuses = ['UPLOADING', 'CREATING_TORRENT'] as const
      const before = await open().count(statuses, 1000)
      for (const status of [...statuses, 'UPLOADING', 'STARTED'] as const) await open().create(freshJob({ status }))
      await open().create(freshJob({ kind: 'torrent', status: 'UPLOADING' }))
      await expect(open().count(statuses, 1000)).resolves.toBe(before + 3)
      await expect(open().count(['UPLOADING'], 1)).resolves.toBeGreaterThanOrEqual(1)
      await expect(open().count([], 10)).resolves.toBe(0)
    })

    // A table is shared, so each of these tests lives in a year before that of the one above it.
    const dueBy = async (at: string) => {
      const found: DueJob[] = []
      for await (const job of open().due(at)) found.push(job)
      return found
    }
    const dueIds = async (at: string) => {
      const found = await dueBy(at)
      return found.map(({ jobId }) => jobId).filter((jobId) => jobId.startsWith(`contract-${process.pid}-`))
    }

    it('finds what is due, the longest due first, and nothing that is not', async () => {
      const lookAt = (second: number) => lookFrom(new Date(Date.UTC(2001, 0, 1, 0, 0, second)))
      const [later, now, earlier] = [3, 2, 1].map((second) => freshJob(lookAt(second)))
      const stale = freshJob({ status: 'RECORDING', sendSeq: 4, ...lookAt(0) })
      for (const job of [later, now, earlier, stale]) if (job) await open().create(job)
      await expect(dueIds('2001-01-01T00:00:02.000Z')).resolves.toEqual([stale.jobId, earlier?.jobId, now?.jobId])
      const [first] = await dueBy('2001-01-01T00:00:00.000Z')
      expect(first).toEqual({
        jobId: stale.jobId,
        status: 'RECORDING',
        sendSeq: 4,
        lookAt: '2001-01-01T00:00:00.000Z',
      })
    })

    it('finds no row that has no place in the index: an older one, one that was born ended, a torrent', async () => {
      const { open: _, lookAt: __, ...older } = freshJob({ kind: 'torrent', status: 'COMPLETED' })
      await open().create(older)
      await open().create({ ...older, jobId: `${older.jobId}-half`, lookAt: '2000-01-01T00:00:00.000Z' })
      expect(await dueIds('2099-01-01T00:00:00.000Z')).not.toContain(older.jobId)
      expect(await dueIds('2000-06-01T00:00:00.000Z')).toEqual([])
    })

    it.each(['COMPLETED', 'FAILED', 'CANCELLED'] as const)('never finds a job again that is %s', async (status) => {
      const job = freshJob(lookFrom(new Date('1999-01-01T00:00:00.000Z')))
      await open().create(job)
      await expect(dueIds('1999-06-01T00:00:00.000Z')).resolves.toEqual([job.jobId])
      const { job: ended } = await open().change(job.jobId, {}, { set: { status } })
      expect(ended).not.toHaveProperty('open')
      expect(ended).not.toHaveProperty('lookAt')
      await expect(dueIds('1999-06-01T00:00:00.000Z')).resolves.toEqual([])
    })

    it('finds a job that was moved when it is due again, and not before', async () => {
      const job = freshJob(lookFrom(new Date('1998-01-01T00:00:00.000Z')))
      await open().create(job)
      const later = { lookAt: '1998-02-01T00:00:00.000Z' }
      await open().change(job.jobId, { lookAt: '1998-01-01T00:00:00.000Z' }, { set: later })
      await expect(dueIds('1998-01-15T00:00:00.000Z')).resolves.toEqual([])
      await expect(dueIds('1998-02-01T00:00:00.000Z')).resolves.toEqual([job.jobId])
    })

    it('reads what is due from page to page, all of it', async () => {
      const second = (index: number) => new Date(Date.UTC(1997, 0, 1, 0, 0, index))
      const jobs = Array.from({ length: 250 }, (_, index) => freshJob(lookFrom(second(index))))
      await Promise.all(jobs.map((job) => open().create(job)))
      await expect(dueIds('1997-06-01T00:00:00.000Z')).resolves.toEqual(jobs.map(({ jobId }) => jobId))
    })

    it('refuses a cursor that it did not make', async () => {
      await expect(open().list({ limit: 1, cursor: 'e30' })).rejects.toBeInstanceOf(InvalidCursor)
      await expect(open().list({ limit: 1, cursor: '%%%' })).rejects.toBeInstanceOf(InvalidCursor)
    })
  })
}
