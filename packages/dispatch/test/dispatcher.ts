import type { Job } from '@chronicle/core'
import {
  apiEvent,
  createFakeBucket,
  createFakeHostResolver,
  createFakeJobQueue,
  createFakeJobStore,
  createFakeLinkSigner,
  createFakeMetrics,
  createFakeObjectStore,
  createFakeObjectVersions,
  createFakeReceivedMessages,
  createFakeTaskRunner,
  createFakeUploadStore,
  createSilentLog,
  fixedClock,
  lambdaContext,
  type QueueMessage,
  sqsEvent,
} from '@chronicle/core/testing'
import * as z from 'zod/mini'
import type { Deps } from '../src/deps.ts'
import { createHandler } from '../src/handler.ts'

const answerSchema = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.pipe(
    z.string(),
    z.transform((text) => (text === '' ? undefined : JSON.parse(text))),
  ),
})

/** The whole Lambda on fakes, and the three ways to call it. */
export function createDispatcher({ rows = [], ...overrides }: Partial<Deps> & { readonly rows?: readonly Job[] } = {}) {
  const pauses: number[] = []
  const bucket = createFakeBucket()
  const fakes = {
    objects: createFakeObjectStore(bucket),
    versions: createFakeObjectVersions(bucket),
    uploads: createFakeUploadStore(bucket),
    links: createFakeLinkSigner(),
    dependencies: [],
    jobs: createFakeJobStore(...rows),
    queue: createFakeJobQueue(),
    messages: createFakeReceivedMessages(),
    tasks: createFakeTaskRunner(),
    resolver: createFakeHostResolver(),
    clock: fixedClock(),
    random: () => 0,
    pause: async (milliseconds: number) => void pauses.push(milliseconds),
    log: createSilentLog(),
    metrics: createFakeMetrics(),
    config: {
      taskDefinition: 'arn:task-definition:1',
      bucket: 'chronicle-recordings-dev',
      privateSources: [],
      ttlDays: 30,
      maxActiveJobs: 0,
      engine: 'custom endpoint' as const,
    },
  }
  const handler = createHandler({ ...fakes, ...overrides })
  let timeLeft = 30_000
  const invoke = (event: unknown, requestId = 'invocation-1') =>
    handler(event, { ...lambdaContext(requestId), getRemainingTimeInMillis: () => timeLeft })
  const request = async (event: Parameters<typeof apiEvent>[0]) => answerSchema.parse(await invoke(apiEvent(event)))
  return {
    ...fakes,
    /** How long was waited within calls, in milliseconds. */
    pauses,
    bucket,
    invoke,
    /** What Lambda says that an invocation has left from now on, in milliseconds. */
    timeLeft: (milliseconds: number) => {
      timeLeft = milliseconds
    },
    /** A REST call. */
    request,
    post: (body: unknown, requestId = 'request-1') =>
      request({ method: 'POST', path: '/jobs', body: JSON.stringify(body), requestId }),
    /** A batch from the queue; answers the ids of the messages that come back. */
    deliver: (...messages: readonly QueueMessage[]) => invoke(sqsEvent(...messages)),
    /** The tasks that ECS has, as the launches they belong to. */
    launches: () =>
      [...fakes.tasks.tasks.values()].map(({ jobId, attempt, launch }) => `${jobId}/${attempt}/${launch}`),
    job: (jobId: string) => fakes.jobs.rows.get(jobId),
  }
}

export const url = 'https://example.com/live/stream.m3u8'
export const allDone = { batchItemFailures: [] }
export const comesBack = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
})
/** The ARN that the fake task runner gives a launch. */
export const arnOf = (launch: string) =>
  `arn:aws:ecs:us-east-1:000000000000:task/cluster/${launch.replaceAll('/', '-')}`
