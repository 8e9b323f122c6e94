import { LaunchRefused } from '@chronicle/core'
import { createMetrics } from '@chronicle/core/lambda'
import { catchMetrics } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { createDispatcher, url } from './dispatcher.ts'

const [service, reason, code] = [['service'], ['service', 'reason'], ['service', 'code']]

describe('what dispatch-to-ecs counts, as CloudWatch reads it', () => {
  it('is each of its metrics by its own name and dimensions, and never by a job', async () => {
    using printed = catchMetrics()
    const { invoke, tasks, clock } = createDispatcher({ metrics: createMetrics('dispatch-to-ecs') })
    await invoke({ url }, 'launched')
    tasks.refuseWith(new LaunchRefused('NO_CAPACITY', 'no room', true))
    await invoke({ url }, 'deferred')
    tasks.refuseWith(new LaunchRefused('ACCESS_DENIED', 'no', false))
    await invoke({ url }, 'refused')
    clock.advance(60_000)
    await invoke({ jobId: 'deferred' })
    expect(printed.metrics()).toEqual(
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
    expect(printed.text()).not.toMatch(/jobId|launched|"deferred"|"refused"/)
  })

  it('is there of what was done before something threw', async () => {
    using printed = catchMetrics()
    const { deliver, tasks } = createDispatcher({ metrics: createMetrics('dispatch-to-ecs') })
    tasks.refuseWith(...Array.from({ length: 4 }, () => new Error('the line is cut')))
    await deliver({ messageId: 'message-1', body: { url } })
    expect(printed.metrics()).toEqual([{ name: 'JobAccepted', value: 1, dimensions: service }])
  })

  it('is nothing where there is nothing to do', async () => {
    using printed = catchMetrics()
    const { invoke } = createDispatcher({ metrics: createMetrics('dispatch-to-ecs') })
    await invoke({ url: 'ftp://example.com/' }, 'wrong').catch(() => {})
    expect(printed.text()).toBe('')
  })
})
