import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { createMetrics, eventBundle } from '../../src/lambda/index.ts'
import { createSilentLog, lambdaContext } from '../../testing/index.ts'

let written: string[] = []

/** The lines of the embedded metric format that were printed; CloudWatch takes any other line for a mere log. */
const lines = () => written.flatMap((text) => text.trim().split('\n')).map((line) => JSON.parse(line))

/** Counts within one invocation of a handler, which ends as told. */
async function invoke(counting: (metrics: ReturnType<typeof createMetrics>) => void, end: () => void = () => {}) {
  const metrics = createMetrics('dispatch-to-ecs')
  const handler = eventBundle<object, void>({ log: createSilentLog(), metrics }).handler(async () => {
    counting(metrics)
    end()
  })
  await handler({}, lambdaContext())
}

describe('createMetrics', () => {
  beforeEach(() => {
    written = []
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text))
      return true
    })
  })
  afterEach(() => {
    jest.restoreAllMocks()
  })

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
    expect(written).toEqual([])
  })
})
