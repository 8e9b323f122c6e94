import { hostileMessages, propertyRuns } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { allDone, createDispatcher, url } from './dispatcher.ts'

/** DynamoDB takes no half characters, and 400 KB a row. */
function expectStorable(row: unknown) {
  const text = JSON.stringify(row)
  expect(JSON.parse(text, (_, value) => (typeof value === 'string' ? value.toWellFormed() : value))).toEqual(row)
  expect(Buffer.byteLength(text)).toBeLessThan(400_000)
}

describe('a message that can never become a recording', () => {
  it('is one of at least forty, each with a name of its own', () => {
    const names = new Set(hostileMessages.map(({ name }) => name))
    expect(names.size).toBe(hostileMessages.length)
    expect(names.size).toBeGreaterThanOrEqual(40)
  })

  it.each(hostileMessages)(
    'is acknowledged as $name, and seen as a FAILED job',
    async ({ body, code, says, jobId }) => {
      const { deliver, jobs, launches } = createDispatcher()
      for (let delivery = 0; delivery < 2; delivery++)
        await expect(deliver({ messageId: 'message-1', body })).resolves.toEqual(allDone)
      expect([...jobs.rows.keys()]).toEqual([jobId ?? 'message-1'])
      const [row] = jobs.rows.values()
      expect(row).toMatchObject({ status: 'FAILED', errorCode: code, error: expect.stringContaining(says) })
      expect(body.startsWith(row?.requestBody?.slice(0, 60_000) ?? 'nothing')).toBe(true)
      expectStorable(row)
      expect(launches()).toEqual([])
    },
  )

  it('harms none of its batch: all of them and a good one are done with, and the good one is launched', async () => {
    const { deliver, jobs, launches } = createDispatcher()
    const batch = hostileMessages.map(({ body }, index) => ({
      messageId: `message-${index}`,
      groupId: 'default',
      body,
    }))
    await expect(deliver(...batch, { messageId: 'good', groupId: 'default', body: { url } })).resolves.toEqual(allDone)
    expect(jobs.rows.size).toBe(batch.length + 1)
    expect(launches()).toEqual(['good/1/1'])
  })

  it('is told from one that can, whatever it says: each is a row, launched or FAILED, and none comes back', async () => {
    const field = fc.oneof(fc.constant(url), fc.string({ unit: 'binary' }), fc.jsonValue())
    const almost = fc.dictionary(fc.constantFrom('url', 'jobId', 'filename', 's3Key', 'x'), field)
    const bodies = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      almost.map((fields) => JSON.stringify(fields)),
    )
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const { deliver, jobs, launches } = createDispatcher()
        await expect(deliver({ messageId: 'message-1', body })).resolves.toEqual(allDone)
        const rows = [...jobs.rows.values()]
        expect(rows).toHaveLength(1)
        expectStorable(rows[0])
        expect(launches().length).toBe(rows[0]?.status === 'STARTED' ? 1 : 0)
      }),
      { numRuns: propertyRuns(1000) },
    )
  })
})
