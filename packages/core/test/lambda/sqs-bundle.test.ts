import { describe, expect, it } from '@jest/globals'
import { eventBundle, inFifoOrder, sqsBundle } from '../../src/lambda/index.ts'
import { createFakeMetrics, createSilentLog, lambdaContext, sqsEvent } from '../../testing/index.ts'

const batch = sqsEvent(
  { messageId: 'good', body: { url: 'https://example.com/?token=sesame' } },
  { messageId: 'bad', groupId: 'job-1', receives: 2, body: { url: 'https://example.com/?token=sesame' } },
)

describe('sqsBundle', () => {
  it('answers the ids of the messages that must come back', async () => {
    const [log, metrics] = [createSilentLog(), createFakeMetrics()]
    const handler = sqsBundle({ log, metrics }).handler(({ Records }) =>
      inFifoOrder(Records, async ({ messageId }) => {
        if (messageId === 'bad') throw new Error('down')
      }),
    )
    await expect(handler(batch, lambdaContext())).resolves.toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] })
    expect(metrics.invocations()).toBe(1)
  })

  it('logs which message of which group failed for the how many-th time and why, and never what it says', async () => {
    const [log, metrics] = [createSilentLog(), createFakeMetrics()]
    const handler = sqsBundle({ log, metrics }).handler(({ Records }) =>
      inFifoOrder(Records, () => Promise.reject(new Error('down'))),
    )
    await handler(batch, lambdaContext())
    expect(log.lines).toMatchObject([
      { level: 'error', fields: { messageId: 'good', groupId: 'good', receives: '1', error: { message: 'down' } } },
      { level: 'error', fields: { messageId: 'bad', groupId: 'job-1', receives: '2', error: { message: 'down' } } },
    ])
    expect(JSON.stringify(log.lines)).not.toContain('sesame')
  })

  it('loses no message of a handler that fails as a whole: all come back', async () => {
    const [log, metrics] = [createSilentLog(), createFakeMetrics()]
    const handler = sqsBundle({ log, metrics }).handler(() => Promise.reject(new Error('down')))
    await expect(handler(batch, lambdaContext())).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'good' }, { itemIdentifier: 'bad' }],
    })
  })
})

describe('eventBundle', () => {
  it('passes the answer on', async () => {
    const [log, metrics] = [createSilentLog(), createFakeMetrics()]
    const handler = eventBundle<number, number>({ log, metrics }).handler(async (event: number) => event + 1)
    await expect(handler(1, lambdaContext())).resolves.toBe(2)
    expect([log.lines.length, metrics.invocations()]).toEqual([0, 1])
  })

  it('logs an error once and throws it on, so that Lambda knows of it', async () => {
    const [log, metrics] = [createSilentLog(), createFakeMetrics()]
    const error = new Error('down')
    const handler = eventBundle<number, void>({ log, metrics }).handler(() => Promise.reject(error))
    await expect(handler(1, lambdaContext())).rejects.toBe(error)
    expect(log.lines).toEqual([{ level: 'error', message: 'invocation failed', fields: { error } }])
    expect(metrics.invocations()).toBe(1)
  })
})
