import { lambdaContext, taskStoppedEvent } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'

describe('the exported handler', () => {
  it('is wired from the environment alone', async () => {
    const SQS_QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/000000000000/chronicle-jobs.fifo'
    Object.assign(process.env, {
      AWS_REGION: 'us-east-1',
      DDB_TABLE: 'jobs',
      ECS_CLUSTER: 'chronicle-cluster',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      SQS_QUEUE_URL,
    })
    const { handler } = await import('../src/index.ts')
    const foreign = taskStoppedEvent({ startedBy: 'ecs-svc/123' })
    await expect(handler(foreign, lambdaContext())).resolves.toBeUndefined()
    await expect(handler({}, lambdaContext())).rejects.toThrow()
    await expect(handler({ Records: [] }, lambdaContext())).resolves.toEqual({ batchItemFailures: [] })
  })
})
