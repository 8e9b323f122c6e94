import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  createJobQueue,
  createJobStore,
  createObjectListing,
  createObjectStore,
  createTaskRunner,
  createTorrentOrders,
  createUploadStore,
} from '../../src/adapters/index.ts'
import { buildJob } from '../../testing/index.ts'
import { type BlackHole, startBlackHole, startClosedDoor } from './black-hole.ts'

Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' })

/** Three attempts, each with a second to connect and this time for an answer, and up to a second between them. */
const threeTimes = (answerMs: number) => 3 * (1000 + answerMs) + 1000
/** What an upload takes for an answer, which is minutes, for this test in fractions of seconds. */
const uploadTimeouts = { call: 500, complete: 1500 }

const id = { bucket: 'bucket', key: 'recordings/a.mkv' }
const upload = { ...id, uploadId: 'upload-1' }
const part = { partNumber: 1, etag: '"etag"', sha1: new Uint8Array(20) }

async function readAll(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of pieces);
}

type Call = { readonly longest: number; run(aws: { readonly endpoint: string }): Promise<unknown> }

/** Every client that our adapters make, by calls of each kind. */
const calls: Readonly<Record<string, Call>> = {
  'DynamoDB: read a row': {
    longest: threeTimes(5000),
    run: (aws) => createJobStore({ ...aws, table: 'jobs' }).get('job-1'),
  },
  'DynamoDB: write a row': {
    longest: threeTimes(5000),
    run: (aws) => createJobStore({ ...aws, table: 'jobs' }).create(buildJob()),
  },
  'DynamoDB: a page of a list': {
    longest: threeTimes(5000),
    run: (aws) => createJobStore({ ...aws, table: 'jobs' }).list({ limit: 1 }),
  },
  'SQS: ring': {
    longest: threeTimes(5000),
    run: (aws) =>
      createJobQueue({ ...aws, queueUrl: `${aws.endpoint}/000000000000/chronicle-jobs.fifo` }).ring('job-1', 1),
  },
  'ECS: run a task': {
    longest: threeTimes(5000),
    run: (aws) =>
      createTaskRunner({
        ...aws,
        cluster: 'cluster',
        containerName: 'recorder',
        subnetIds: ['subnet-1'],
        securityGroupIds: ['sg-1'],
      }).run({
        jobId: 'job-1',
        attempt: 1,
        launch: 1,
        createdAt: '2026-03-04T05:06:07.000Z',
        taskDefinition: 'arn:task-definition:1',
      }),
  },
  'ECS: stop a task': {
    longest: threeTimes(5000),
    run: (aws) =>
      createTaskRunner({
        ...aws,
        cluster: 'cluster',
        containerName: 'recorder',
        subnetIds: [],
        securityGroupIds: [],
      }).stop('task-1', 'why'),
  },
  'S3: read an object': {
    longest: threeTimes(5000),
    run: (aws) => readAll(createObjectStore(aws).read(id, { etag: '"etag"', start: 0, end: 99 })),
  },
  "S3: an object's head": { longest: threeTimes(5000), run: (aws) => createObjectStore(aws).head(id) },
  'S3: a page of keys': {
    longest: threeTimes(5000),
    run: (aws) => createObjectListing(aws).page('bucket', '', ''),
  },
  'Lambda: have a backfill gone on with': {
    longest: threeTimes(5000),
    run: (aws) => createTorrentOrders({ ...aws, functionName: 'function' }).goOn('job-1'),
  },
  'S3: put an object': {
    longest: threeTimes(5000),
    run: (aws) =>
      createObjectStore(aws).put(id, { body: new Uint8Array(9), contentType: 'a/b', metadata: {}, onlyIf: 'absent' }),
  },
  'S3: begin an upload': {
    longest: threeTimes(uploadTimeouts.call),
    run: (aws) => createUploadStore(aws, uploadTimeouts).begin(id, { contentType: 'a/b', metadata: {} }),
  },
  'S3: upload a part': {
    longest: threeTimes(uploadTimeouts.call),
    run: (aws) => createUploadStore(aws, uploadTimeouts).uploadPart(upload, 1, new Uint8Array(9), part.sha1),
  },
  'S3: complete an upload': {
    longest: threeTimes(uploadTimeouts.complete),
    run: (aws) => createUploadStore(aws, uploadTimeouts).complete(upload, [part]),
  },
}

const head =
  'HTTP/1.1 200 OK\r\netag: "etag"\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 100\r\n\r\n'

/** What a service can do instead of answering. */
const services: Readonly<Record<string, () => Promise<BlackHole>>> = {
  'takes no connection': startClosedDoor,
  'says nothing': () => startBlackHole(),
  'never comes to the end of its headers': () => startBlackHole('HTTP/1.1 200 OK\r\nx-header: ', 'x'),
  'sends half a body': () => startBlackHole(`${head}<Initiate`),
}
/** Nobody waits longer for a connection than a second, whatever the call. */
const longestOf = (service: string, call: string) =>
  service === 'takes no connection' ? threeTimes(0) : (calls[call]?.longest ?? Number.NaN)
/** The answer to HEAD is whole with its headers. */
const isAnswered = (service: string, call: string) => service === 'sends half a body' && call === "S3: an object's head"

const cells = Object.keys(services).flatMap((service) =>
  Object.keys(calls).flatMap((call) => (isAnswered(service, call) ? [] : [{ service, call }])),
)

const outcomes = new Map<string, { readonly ended: string | undefined; readonly ms: number }>()
const holes: BlackHole[] = []

// All at once, as most of it is waiting.
beforeAll(async () => {
  const started = Object.entries(services).map(async ([service, start]) => {
    const hole = await start()
    holes.push(hole)
    const ofService = cells.filter((cell) => cell.service === service)
    await Promise.all(ofService.map(({ call }) => timed(service, call, hole)))
  })
  await Promise.all(started)
}, 60_000)
afterAll(() => {
  for (const hole of holes) hole.close()
})

/** Makes a call; where its time is over, it is not waited for any longer. */
async function timed(service: string, call: string, { endpoint }: BlackHole) {
  const began = performance.now()
  const patience = sleep(longestOf(service, call) + 3000, 'still waiting', { ref: false })
  const work = calls[call]?.run({ endpoint }).then(
    (answer) => `answered ${JSON.stringify(answer)}`,
    () => 'failed',
  )
  const ended = await Promise.race([work, patience])
  outcomes.set(`${service}, ${call}`, { ended, ms: performance.now() - began })
}

describe('within its time fails, where the service', () => {
  it.each(cells)('$service, $call', ({ service, call }) => {
    const { ended, ms } = outcomes.get(`${service}, ${call}`) ?? {}
    expect(ended).toBe('failed')
    expect(ms).toBeLessThan(longestOf(service, call))
  })
})
