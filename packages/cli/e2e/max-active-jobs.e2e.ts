import { setTimeout as sleep } from 'node:timers/promises'
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import type { Job } from '@chronicle/core'
import { createJobStore } from '@chronicle/core/aws'
import { scheduleEvent } from '@chronicle/core/testing'
import { names } from '@chronicle/local'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sample, stackUnderTest } from './stack-under-test.ts'

// What the SDK's clients read, as a Lambda has it.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })

const stack = await stackUnderTest()
const jobs = createJobStore({ endpoint: stack.url, table: names.table })
const { lambda } = stack.aws
afterAll(() => stack.stop())
beforeAll(async () => {
  const FunctionName = 'dispatch-to-ecs'
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
  const Variables = { ...Environment?.Variables, MAX_ACTIVE_JOBS: '1' }
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }))
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60, minDelay: 0.1 }, { FunctionName })
})

/** The row as soon as it is as wanted; the test's own time-out is the patience. */
async function rowThat(jobId: string, isWanted: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await jobs.get(jobId)
    if (job && isWanted(job)) return job
    await sleep(100)
  }
}

/** A job that waits for room for so many times by now. */
async function expectToWait(jobId: string, times: number) {
  const waiting = await rowThat(jobId, ({ deferrals = 0 }) => deferrals >= times)
  expect(waiting).toMatchObject({
    ...{ status: 'PENDING', launch: 1, deferrals: times },
    statusReason: '1 jobs are active, as many as MAX_ACTIVE_JOBS allows; it is tried again.',
  })
  expect(Date.parse(waiting.nextAt ?? '')).toBeGreaterThan(Date.now())
}

/** As if the wait were over, and the schedule's minute. */
async function ringFor(jobId: string) {
  const now = new Date().toISOString()
  await jobs.change(jobId, {}, { set: { nextAt: now, lookAt: now } })
  await lambda.send(new InvokeCommand({ FunctionName: 'job-lifecycle', Payload: JSON.stringify(scheduleEvent) }))
}

describe('where one job may be active', () => {
  it('others wait in their rows, are asked for again in vain while it goes on, and are recorded one by one', async () => {
    await using long = await sample({ seconds: 60 })
    await using short = await sample()
    const { jobId: first } = await stack.api.submit({ url: long.url })
    await rowThat(first, ({ status }) => status === 'RECORDING')
    const { jobId: second } = await stack.api.submit({ url: long.url })
    const { jobId: third } = await stack.api.submit({ url: short.url })
    await expectToWait(second, 1)
    await expectToWait(third, 1)
    await ringFor(second)
    await expectToWait(second, 2)

    await stack.api.cancel(first)
    const { finishedAt: firstEnded = '' } = await stack.ended(first)
    await ringFor(second)
    const { startedAt: secondStarted = '' } = await rowThat(second, ({ status }) => status === 'RECORDING')
    expect(Date.parse(secondStarted)).toBeGreaterThan(Date.parse(firstEnded))
    await ringFor(third)
    await expectToWait(third, 2)

    await expect(stack.ended(second)).resolves.toMatchObject({ status: 'COMPLETED', attempt: 1 })
    await ringFor(third)
    const ended = await stack.ended(third)
    expect(ended).toMatchObject({ status: 'COMPLETED', attempt: 1 })
    for (const attribute of ['nextAt', 'statusReason']) expect(ended).not.toHaveProperty(attribute)
  })
})
