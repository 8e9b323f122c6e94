import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Context, SQSEvent } from 'aws-lambda'
import { withTimeLeft } from '../../src/index.ts'
import {
  apiBundle,
  type BundleOptions,
  createMetrics,
  eventBundle,
  inFifoOrder,
  json,
  sqsBundle,
} from '../../src/lambda/index.ts'
import { apiEvent, catchMetrics, createSilentLog, lambdaContext, sqsEvent } from '../../testing/index.ts'

let printed: ReturnType<typeof catchMetrics>
const lines = () => printed.lines()

/** Counts within one invocation of a handler, which ends as told. */
async function invoke(counting: (metrics: ReturnType<typeof createMetrics>) => void, end: () => void = () => {}) {
  const metrics = createMetrics('dispatch-to-ecs')
  const handler = eventBundle<object, void>({ log: createSilentLog(), metrics }).handler(async () => {
    counting(metrics)
    end()
  })
  await handler({}, lambdaContext())
}

type Work = () => Promise<void>
type Bundle = (options: BundleOptions, work: Work, context: Context, early?: () => object) => Promise<unknown>
/** Each bundle with a handler of it that does some work, called once; `early` is a middleware that answers instead of it. */
const bundles: Readonly<Record<'api' | 'queue' | 'event', Bundle>> = {
  api: async (options, work, context, early) => {
    const handler = apiBundle(options).handler(() => work().then(() => json(200, {})))
    if (early) handler.before(early)
    return handler(apiEvent(), context)
  },
  queue: async (options, work, context, early) => {
    const handler = sqsBundle(options).handler(({ Records }: SQSEvent) => inFifoOrder(Records, work))
    if (early) handler.before(early)
    return handler(sqsEvent({ messageId: 'message-1', body: {} }), context)
  },
  event: async (options, work, context, early) => {
    const handler = eventBundle<object, void>(options).handler(work)
    if (early) handler.before(early)
    return handler({}, context)
  },
}
const bundleNames = Object.keys(bundles) as (keyof typeof bundles)[]

/** With how little time left an invocation ends, or takes up nothing more. */
const reserveMs = { api: 5000, queue: 3000, event: 1000 } as const

/** How an invocation may end, after it has counted. */
const endings: Readonly<Record<string, () => Promise<void>>> = {
  succeeds: async () => {},
  throws: () => Promise.reject(new Error('down')),
  'takes longer than there is time': () => new Promise(() => {}),
}

describe('createMetrics', () => {
  beforeEach(() => {
    printed = catchMetrics()
  })
  afterEach(() => printed[Symbol.dispose]())

  it('prints what an invocation counted, as a metric of our namespace', async () => {
    await invoke(({ count }) => count('JobAccepted'))
    expect(lines()).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [
            {
              Namespace: 'Chronicle',
              Dimensions: [['service']],
              Metrics: [{ Name: 'JobAccepted', Unit: 'Count' }],
            },
          ],
        },
        service: 'dispatch-to-ecs',
        JobAccepted: 1,
      },
    ])
  })

  it('prints it also when the invocation fails', async () => {
    const failing = invoke(
      ({ count }) => count('LaunchFailed'),
      () => {
        throw new Error('down')
      },
    )
    await expect(failing).rejects.toThrow('down')
    expect(lines()).toMatchObject([{ LaunchFailed: 1 }])
  })

  const rows = bundleNames.flatMap((bundle) => Object.keys(endings).map((ending) => ({ bundle, ending })))
  it.each(rows)('prints it whichever way an invocation ends: the $bundle one $ending', async ({ bundle, ending }) => {
    const metrics = createMetrics('dispatch-to-ecs')
    const work = async () => {
      metrics.count('JobAccepted')
      metrics.count('LaunchDeferred', { reason: 'NO_CAPACITY' })
      await endings[ending]?.()
    }
    const began = performance.now()
    const total = ending.startsWith('takes') ? 200 + reserveMs[bundle] : 30_000
    const left = () => total - (performance.now() - began)
    const context = { ...lambdaContext(), getRemainingTimeInMillis: left }
    const options = { log: createSilentLog(), metrics }
    await withTimeLeft(left, () => bundles[bundle](options, work, context)).catch(() => {})
    expect(lines()).toContainEqual(expect.objectContaining({ JobAccepted: 1 }))
    expect(lines()).toContainEqual(expect.objectContaining({ LaunchDeferred: 1, reason: 'NO_CAPACITY' }))
    expect(performance.now() - began).toBeLessThan(5000)
  })

  it.each(bundleNames)(
    'prints it also when a middleware answers early, and the handler is never called: %s',
    async (bundle) => {
      const metrics = createMetrics('dispatch-to-ecs')
      const early = () => {
        metrics.count('JobAccepted')
        return { statusCode: 200, body: '' }
      }
      const notCalled = () => Promise.reject(new Error('called'))
      await bundles[bundle]({ log: createSilentLog(), metrics }, notCalled, lambdaContext(), early)
      expect(lines()).toMatchObject([{ JobAccepted: 1 }])
    },
  )

  it('says how long something took in seconds', async () => {
    await invoke(({ seconds }) => seconds('QueueToLaunchSeconds', 1.5))
    expect(lines()).toMatchObject([
      {
        _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: 'QueueToLaunchSeconds', Unit: 'Seconds' }] }] },
        QueueToLaunchSeconds: 1.5,
      },
    ])
  })

  it('counts the same thing several times', async () => {
    await invoke(({ count }) => {
      count('TorrentCreated')
      count('TorrentCreated')
    })
    expect(lines()).toMatchObject([{ TorrentCreated: [1, 1] }])
  })

  it('counts by a dimension, where one is given', async () => {
    await invoke(({ count }) => count('JobFailed', { code: 'RECORDER_KILLED' }))
    expect(lines()).toMatchObject([
      {
        _aws: { CloudWatchMetrics: [{ Dimensions: [['service', 'code']], Metrics: [{ Name: 'JobFailed' }] }] },
        code: 'RECORDER_KILLED',
        JobFailed: 1,
      },
    ])
  })

  it('prints nothing for an invocation that counted nothing', async () => {
    await invoke(() => {})
    expect(printed.text()).toBe('')
  })
})
