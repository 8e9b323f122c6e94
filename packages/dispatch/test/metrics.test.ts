import { LaunchRefused } from '@chronicle/core'
import { createMetrics } from '@chronicle/core/lambda'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { createDispatcher, url } from './dispatcher.ts'

let written: string[] = []

/** Every metric that was printed, with its value and the dimensions that it is counted by. */
function printed() {
  return written
    .flatMap((text) => text.trim().split('\n'))
    .map((line) => JSON.parse(line))
    .flatMap((line) => {
      const [{ Metrics, Dimensions }] = line._aws.CloudWatchMetrics
      return Metrics.map(({ Name }: { Name: string }) => ({ name: Name, value: line[Name], dimensions: Dimensions[0] }))
    })
}

describe('what dispatch-to-ecs counts, as CloudWatch reads it', () => {
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

  it('is each of its metrics by its own name and dimensions, and never by a job', async () => {
    const { invoke, tasks, clock } = createDispatcher({ metrics: createMetrics('dispatch-to-ecs') })
    await invoke({ url }, 'launched')
    tasks.refuseWith(new LaunchRefused('NO_CAPACITY', 'no room', true))
    await invoke({ url }, 'deferred')
    tasks.refuseWith(new LaunchRefused('ACCESS_DENIED', 'no', false))
    await invoke({ url }, 'refused')
    clock.advance(60_000)
    await invoke({ jobId: 'deferred' })
    const [service, reason, code] = [['service'], ['service', 'reason'], ['service', 'code']]
    expect(printed()).toEqual(
      expect.arrayContaining([
        { name: 'JobAccepted', value: 1, dimensions: service },
        { name: 'JobDispatched', value: 1, dimensions: service },
        { name: 'QueueToLaunchSeconds', value: 0, dimensions: service },
        { name: 'QueueToLaunchSeconds', value: 30, dimensions: service },
        { name: 'LaunchDeferred', value: 1, dimensions: reason },
        { name: 'LaunchFailed', value: 1, dimensions: reason },
        { name: 'JobFailed', value: 1, dimensions: code },
      ]),
    )
    expect(written.join('')).not.toMatch(/jobId|launched|"deferred"|"refused"/)
  })
})
