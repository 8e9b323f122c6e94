import { createJobQueue, createJobStore, createTaskRunner } from '@chronicle/core/aws'
import { apiEvent, buildJob, lambdaContext, openBlackHole, sqsEvent } from '@chronicle/core/testing'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { Deps } from '../src/deps.ts'
import { createHandler } from '../src/handler.ts'
import { comesBack, createDispatcher, url } from './dispatcher.ts'

const bell = { messageId: 'message-1', body: { jobId: 'job-1' } }
const ecs = { cluster: 'cluster', containerName: 'recorder', subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] }
const body = JSON.stringify({ url, jobId: 'job-2' })

/** What comes in by each way, with so much time left, and by when it is to be answered: milliseconds before the function's end. */
const ways = {
  api: { event: () => apiEvent({ method: 'POST', path: '/jobs', body }), begins: 7000, ends: 5000 },
  queue: { event: () => sqsEvent(bell), begins: 7200, ends: 1000 },
  invoke: { event: () => ({ jobId: 'job-1' }), begins: 3000, ends: 1000 },
} as const

/** What hangs: an adapter that asks a service which takes every request and never answers. */
const services: Readonly<Record<string, (endpoint: string) => Partial<Deps>>> = {
  DynamoDB: (endpoint) => ({ jobs: createJobStore({ endpoint, table: 'jobs' }) }),
  ECS: (endpoint) => ({ tasks: createTaskRunner({ endpoint, ...ecs }) }),
  SQS: (endpoint) => ({ queue: createJobQueue({ endpoint, queueUrl: `${endpoint}/jobs.fifo` }) }),
}

/** Calls the Lambda when it has little more time than it keeps for its answer. */
async function callWithin(deps: Partial<Deps>, way: keyof typeof ways) {
  const { event, begins, ends } = ways[way]
  const dispatcher = createDispatcher({ rows: [buildJob()] })
  const began = performance.now()
  const left = () => begins - (performance.now() - began)
  const context = { ...lambdaContext(), getRemainingTimeInMillis: left }
  const handler = createHandler({ ...dispatcher, ...deps })
  const answer = await handler(event(), context).catch((error: Error) => error.name)
  return { answer, isInTime: left() > ends, ...dispatcher }
}

describe('an invocation whose time runs out', () => {
  beforeEach(() => {
    Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' })
    jest.spyOn(Math, 'random').mockReturnValue(0)
  })
  afterEach(() => {
    jest.restoreAllMocks()
  })

  const outOfTime = expect.objectContaining({ statusCode: 503, body: expect.stringContaining('OUT_OF_TIME') })
  it.each([
    ['DynamoDB', 'api', outOfTime],
    // The bell is no reason to refuse a job whose row is written.
    ['SQS', 'api', expect.objectContaining({ statusCode: 202 })],
    ['DynamoDB', 'queue', comesBack('message-1')],
    ['ECS', 'queue', comesBack('message-1')],
    ['DynamoDB', 'invoke', 'OutOfTime'],
    ['ECS', 'invoke', 'OutOfTime'],
  ] as const)('because %s hangs answers before it is ended: %s', async (service, way, answer) => {
    await using hole = await openBlackHole()
    const deps = services[service]?.(hole.endpoint)
    const ended = await callWithin(deps ?? {}, way)
    expect(ended.answer).toEqual(answer)
    expect(ended.isInTime).toBe(true)
    expect(hole.asked()).toBeGreaterThan(0)
    expect(ended.metrics.invocations()).toBe(1)
  })

  it('leaves a launch of unknown outcome to be asked for again as it was', async () => {
    await using hole = await openBlackHole()
    const { job } = await callWithin({ tasks: createTaskRunner({ endpoint: hole.endpoint, ...ecs }) }, 'queue')
    expect(job('job-1')).toMatchObject({ status: 'PENDING', launch: 1, taskDefinition: 'arn:task-definition:1' })
  })

  it('takes up no message with 30 ms left, and says so of each', async () => {
    const { deliver, timeLeft, launches, jobs, log } = createDispatcher({ rows: [buildJob()] })
    const before = [...jobs.rows.values()]
    timeLeft(30)
    const other = { messageId: 'message-2', body: { url } }
    await expect(deliver(bell, other)).resolves.toEqual(comesBack('message-1', 'message-2'))
    expect([launches(), [...jobs.rows.values()]]).toEqual([[], before])
    const failed = log.lines.filter(({ level }) => level === 'error')
    expect(failed).toMatchObject([{ fields: { messageId: 'message-1' } }, { fields: { messageId: 'message-2' } }])
  })

  it('answers a batch truthfully: what is done stays done, and only the rest comes back', async () => {
    const dispatcher = createDispatcher()
    const run: Deps['tasks']['run'] = (launch) =>
      launch.jobId === 'hangs' ? new Promise(() => {}) : dispatcher.tasks.run(launch)
    const batch = ['done', 'hangs', 'behind'].map((id) => ({
      messageId: id,
      groupId: id === 'behind' ? 'hangs' : id,
      body: { url },
    }))
    const began = performance.now()
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => 7200 - (performance.now() - began) }
    const handler = createHandler({ ...dispatcher, tasks: { ...dispatcher.tasks, run } })
    await expect(handler(sqsEvent(...batch), context)).resolves.toEqual(comesBack('hangs', 'behind'))
    expect(dispatcher.launches()).toEqual(['done/1/1'])
  })
})
