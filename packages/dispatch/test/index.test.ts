import { apiEvent, lambdaContext } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'

const variables = {
  AWS_REGION: 'us-east-1',
  CONTAINER_NAME: 'chronicle-recorder',
  DDB_TABLE: 'jobs',
  ECS_CLUSTER: 'chronicle-cluster',
  ECS_TASK_DEF: 'arn:task-definition:1',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  S3_BUCKET: 'chronicle-recordings-dev',
  SECURITY_GROUP_IDS: 'sg-1',
  SQS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/chronicle-jobs.fifo',
  SUBNET_IDS: 'subnet-1',
}

describe('the exported handler', () => {
  it('is the one with its middlewares, wired from the environment alone', async () => {
    Object.assign(process.env, variables)
    const { handler } = await import('../src/index.ts')
    const event = apiEvent({
      method: 'POST',
      path: '/jobs',
      body: '{}',
      headers: { 'CONTENT-TYPE': 'application/json' },
    })
    await expect(handler(event, lambdaContext())).resolves.toMatchObject({
      statusCode: 400,
      headers: { 'content-type': 'application/problem+json', 'x-request-id': 'request-1' },
    })
  })
})
