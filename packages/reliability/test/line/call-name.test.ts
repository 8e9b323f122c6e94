import {
  createJobQueue,
  createJobStore,
  createObjectParts,
  createObjectStore,
  createTaskRunner,
  createUploadStore,
} from '@chronicle/core/aws'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { callName, type HttpRequest } from '../../src/line/call-name.ts'

/** The name of every call that is made on the way; none leaves the machine, each fails at once. */
async function callsOf(work: (aws: object) => Promise<unknown>): Promise<string[]> {
  const calls: string[] = []
  const requestHandler = (ours: object) =>
    Object.assign(Object.create(ours), {
      handle: async (request: HttpRequest) => {
        const { service, operation } = callName(request)
        calls.push(`${service} ${operation}`)
        throw new Error('not sent')
      },
    })
  await work({ endpoint: 'http://127.0.0.1:1', requestHandler }).catch(() => {})
  return calls
}

async function readAll(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}

const id = { bucket: 'bucket', key: 'a key' }
const upload = { ...id, uploadId: 'upload-1' }
const ecs = { cluster: 'cluster', containerName: 'container', subnetIds: [], securityGroupIds: [] }
const launch = {
  jobId: 'job-1',
  attempt: 1,
  launch: 1,
  createdAt: '2026-03-04T05:06:07.000Z',
  taskDefinition: 'arn:task:1',
}
const put = { body: Buffer.from('x'), contentType: 'text/plain', metadata: {}, onlyIf: 'absent' } as const

describe('the name of a call', () => {
  beforeAll(() => {
    Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' })
  })

  it.each<[string, (aws: object) => Promise<unknown>]>([
    ['dynamodb GetItem', (aws) => createJobStore({ ...aws, table: 'jobs' }).get('job-1')],
    [
      'dynamodb UpdateItem',
      (aws) => createJobStore({ ...aws, table: 'jobs' }).change('job-1', {}, { remove: ['ttl'] }),
    ],
    ['dynamodb Query', (aws) => createJobStore({ ...aws, table: 'jobs' }).list({ limit: 1 })],
    ['sqs SendMessage', (aws) => createJobQueue({ ...aws, queueUrl: 'http://127.0.0.1:1/queue' }).ring('job-1', 1)],
    ['ecs RunTask', (aws) => createTaskRunner({ ...aws, ...ecs }).run(launch)],
    ['ecs StopTask', (aws) => createTaskRunner({ ...aws, ...ecs }).stop('arn:task', 'why')],
    ['s3 HeadObject', (aws) => createObjectStore(aws).head(id)],
    ['s3 GetObjectAttributes', (aws) => createObjectParts(aws).page({ ...id, etag: '"etag-2"', size: 2 }, 0)],
    ['s3 PutObject', (aws) => createObjectStore(aws).put(id, put)],
    ['s3 GetObject', (aws) => readAll(createObjectStore(aws).read(id, { etag: 'etag', start: 0, end: 9 }))],
    [
      's3 CreateMultipartUpload',
      (aws) => createUploadStore(aws).begin(id, { contentType: 'text/plain', metadata: {} }),
    ],
    ['s3 UploadPart', (aws) => createUploadStore(aws).uploadPart(upload, 1, Buffer.from('x'), Buffer.alloc(20))],
    ['s3 CompleteMultipartUpload', (aws) => createUploadStore(aws).complete(upload, [])],
    ['s3 AbortMultipartUpload', (aws) => createUploadStore(aws).abort(upload)],
  ])('%s is read off the request of the adapter that makes it', async (name, work) => {
    await expect(callsOf(work)).resolves.toEqual([name])
  })

  it('of what nobody here knows is refused', () => {
    const request = { method: 'GET', path: '/', query: {}, headers: { 'x-amz-target': 'Kinesis_20131202.PutRecord' } }
    expect(() => callName(request as unknown as HttpRequest)).toThrow('Kinesis_20131202.PutRecord')
  })
})
