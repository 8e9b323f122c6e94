import { createHash } from 'node:crypto'
import { recordingKey, recordingMetadata } from '@chronicle/core'
import { createJobStore, createTaskWatch, createUploadStore } from '@chronicle/core/aws'
import {
  buildJob,
  createFakeBucket,
  createFakeMetrics,
  createFakeUploadStore,
  lambdaContext,
  openBlackHole,
  scheduleEvent,
  sqsEvent,
  taskStoppedEvent,
} from '@chronicle/core/testing'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { Deps } from '../src/deps.ts'
import { createLifecycle, taskArn } from './lifecycle.ts'

/** A little more than what is kept for the answer, and by when it is to be there: milliseconds before the function's end. */
const BEGINS = 4000
const ENDS = 2000

const bucket = 'recordings'
const recording = buildJob({ status: 'RECORDING', taskDefinition: 'arn:definition', runner: taskArn, s3Bucket: bucket })

/** What hangs: an adapter that asks a service which takes every request and never answers. */
const services = {
  DynamoDB: (endpoint) => ({ jobs: createJobStore({ endpoint, table: 'jobs' }) }),
  ECS: (endpoint) => ({ tasks: createTaskWatch({ endpoint, cluster: 'cluster' }) }),
  S3: (endpoint) => ({ uploads: createUploadStore({ endpoint }) }),
} satisfies Readonly<Record<string, (endpoint: string) => Partial<Deps>>>

const ways = {
  'a stopped task': taskStoppedEvent(),
  'a sweep': scheduleEvent,
  'a dead letter': sqsEvent({ messageId: 'message-1', body: { jobId: 'job-2' } }),
} as const

/** Calls the Lambda when it has little more time than it keeps for its answer. */
async function callWithin(deps: Partial<Deps>, event: unknown) {
  const metrics = createFakeMetrics()
  const { call, row } = createLifecycle([recording, buildJob({ jobId: 'job-2' })], { metrics, ...deps })
  const began = performance.now()
  const left = () => BEGINS - (performance.now() - began)
  const answer = await call(event, { ...lambdaContext(), getRemainingTimeInMillis: left }).catch(
    (error: Error) => error.name,
  )
  return { answer, isInTime: left() > ENDS, invocations: metrics.invocations(), row }
}

describe('an invocation whose time runs out', () => {
  beforeEach(() => {
    Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' })
    jest.spyOn(Math, 'random').mockReturnValue(0)
  })
  afterEach(() => {
    jest.restoreAllMocks()
  })

  const comesBack = { batchItemFailures: [{ itemIdentifier: 'message-1' }] }
  it.each([
    ['DynamoDB', 'a stopped task', 'OutOfTime'],
    ['S3', 'a stopped task', 'OutOfTime'],
    ['DynamoDB', 'a sweep', 'OutOfTime'],
    ['DynamoDB', 'a dead letter', comesBack],
    ['ECS', 'a dead letter', comesBack],
  ] as const)('because %s hangs answers before it is ended: %s', async (service, way, answer) => {
    await using hole = await openBlackHole()
    const ended = await callWithin(services[service](hole.endpoint), ways[way])
    expect(ended).toMatchObject({ answer, isInTime: true, invocations: 1 })
    expect(hole.asked()).toBeGreaterThan(0)
    expect(ended.row()).toMatchObject({ status: 'RECORDING' })
  })

  it('says of a dead letter that it comes back although DynamoDB begins an answer, and never ends it', async () => {
    const beginning = 'HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 10000\r\n\r\n{'
    await using hole = await openBlackHole({ beginning, drip: ' ' })
    const ended = await callWithin(services.DynamoDB(hole.endpoint), ways['a dead letter'])
    expect(ended).toMatchObject({ answer: comesBack, isInTime: true, invocations: 1 })
  })

  it('while S3 puts a recording together leaves the job to be looked at again, however long S3 might take', async () => {
    await using hole = await openBlackHole()
    const { endpoint } = hole
    const place = { bucket, key: recordingKey(recording) }
    const uploads = createFakeUploadStore(createFakeBucket())
    const upload = await uploads.begin(place, {
      contentType: 'video/x-matroska',
      metadata: recordingMetadata(recording),
    })
    const body = Buffer.from('content')
    await uploads.uploadPart(upload, 1, body, createHash('sha1').update(body).digest())
    const { complete } = createUploadStore({ endpoint, completeTimeoutMs: 180_000 })
    const ended = await callWithin({ uploads: { ...uploads, complete } }, ways['a stopped task'])
    expect(ended).toMatchObject({ answer: expect.stringMatching(/Timeout|OutOfTime/), isInTime: true, invocations: 1 })
    expect(hole.asked()).toBe(1)
    expect(ended.row()).toMatchObject({ status: 'RECORDING', partial: true, lookAt: expect.any(String) })
  })
})
