import { sqsEvent } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { environment } from '../src/env.ts'
import { createDispatcher, url } from './dispatcher.ts'

describe('the three ways in', () => {
  it('answer each in its own form, in one warm function, in any order', async () => {
    const { invoke, post, deliver } = createDispatcher()
    const api = { statusCode: 202, headers: { 'x-request-id': 'request-1' }, body: { status: 'PENDING' } }
    const queue = { batchItemFailures: [] }
    const direct = { jobId: 'invocation-1', status: 'STARTED' }
    for (const suffix of ['a', 'b']) {
      await expect(post({ url, jobId: `api-${suffix}` })).resolves.toMatchObject(api)
      await expect(invoke({ url })).resolves.toMatchObject(direct)
      await expect(deliver({ messageId: `message-${suffix}`, body: { url } })).resolves.toEqual(queue)
    }
  })

  it('fail each in its own form', async () => {
    const get = () => Promise.reject(new Error('the table is down'))
    const create = get
    const fake = createDispatcher()
    const { invoke, post, deliver } = createDispatcher({ jobs: { ...fake.jobs, get, create } })
    const api = await post({ url })
    expect(api).toMatchObject({ statusCode: 500, body: { code: 'INTERNAL' } })
    expect(JSON.stringify(api)).not.toContain('the table is down')
    await expect(deliver({ messageId: 'message-1', body: { url } })).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-1' }],
    })
    await expect(invoke({ url })).rejects.toThrow('the table is down')
  })

  it('end the metrics of every invocation, whichever way it came', async () => {
    const { invoke, post, deliver, metrics } = createDispatcher()
    await post({ url: 'stream' })
    await deliver({ messageId: 'message-1', body: { url } })
    await invoke({ url })
    expect(metrics.invocations()).toBe(3)
  })

  it('answer an empty batch with nothing to come back', async () => {
    await expect(createDispatcher().invoke(sqsEvent())).resolves.toEqual({ batchItemFailures: [] })
  })
})

describe('the environment of dispatch-to-ecs', () => {
  it('has these variables, which Terraform and the local stack set', () => {
    expect(Object.keys(environment.shape).sort()).toEqual([
      'API_ORIGIN',
      'AWS_ENDPOINT_URL',
      'CONTAINER_NAME',
      'DDB_TABLE',
      'ECS_CLUSTER',
      'ECS_TASK_DEF',
      'MAX_ACTIVE_JOBS',
      'PRIVATE_SOURCES',
      'S3_BUCKET',
      'SECURITY_GROUP_IDS',
      'SQS_QUEUE_URL',
      'SUBNET_IDS',
      'TTL_DAYS',
    ])
  })
})
