import { buildJob } from '@chronicle/core/testing'
import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createLifecycle, taskArn } from './lifecycle.ts'

const job = buildJob({ status: 'RECORDING', taskArn, runner: taskArn, taskDefinition: 'arn:definition:1' })

/** The events of a task's life as ECS numbers them. */
const life = ['PROVISIONING', 'PENDING', 'RUNNING', 'DEPROVISIONING', 'STOPPED', 'STOPPED'].map(
  (lastStatus, index) => ({
    lastStatus,
    version: index + 1,
    containers: [{ exitCode: 1 }],
  }),
)

it('comes to the same whatever the order and however often the events of a task come', async () => {
  const events = fc.array(fc.constantFrom(...life), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(events, async (shuffled) => {
      const { stop, row, metrics } = createLifecycle([job])
      for (const detail of [...shuffled, ...life]) await stop(detail)
      expect(row()).toMatchObject({ status: 'FAILED', errorCode: 'RECORDER_EXITED', attempt: 1 })
      expect(row()?.events.map(({ status }) => status)).toEqual(['PENDING', 'FAILED'])
      expect(metrics.counted).toHaveLength(1)
    }),
  )
})
