import type { Job } from '@chronicle/core'
import {
  createFakeBucket,
  createFakeJobQueue,
  createFakeJobStore,
  createFakeMetrics,
  createFakeObjectStore,
  createFakeTaskWatch,
  createFakeUploadStore,
  createSilentLog,
  fixedClock,
  lambdaContext,
  scheduleEvent,
  sqsEvent,
  taskStoppedEvent,
} from '@chronicle/core/testing'
import type { Deps } from '../src/deps.ts'
import { createHandler } from '../src/handler.ts'

/** When everything happens, unless the clock is advanced. */
export const NOW = '2026-03-04T06:00:00.000Z'

/** The task that taskStoppedEvent tells of. */
export const taskArn = taskStoppedEvent().detail.taskArn

/** Every side effect of the Lambda, in memory. */
function createFakes(rows: readonly Job[], start = NOW) {
  const bucket = createFakeBucket()
  return {
    jobs: createFakeJobStore(...rows),
    queue: createFakeJobQueue(),
    tasks: createFakeTaskWatch(),
    bucket,
    uploads: createFakeUploadStore(bucket),
    objects: createFakeObjectStore(bucket),
    clock: fixedClock(start),
    log: createSilentLog(),
    metrics: createFakeMetrics(),
    config: { ttlDays: 30, trackers: [], maxAttempts: 3, maxDurationSeconds: 43_200 },
  }
}

/** The whole Lambda on fakes, and whatever it is called with. */
export function createLifecycle(rows: readonly Job[], different: Partial<Deps> = {}, start = NOW) {
  const fakes = createFakes(rows, start)
  const handler = createHandler({ ...fakes, ...different })
  return {
    ...fakes,
    call: handler,
    send: (event: unknown) => handler(event, lambdaContext()),
    /** A task of the job has stopped. */
    stop: (detail: Readonly<Record<string, unknown>> = {}) => handler(taskStoppedEvent(detail), lambdaContext()),
    /** `remaining` are the milliseconds that the function has left whenever it asks. */
    sweep: (remaining: () => number = () => 300_000) =>
      handler(scheduleEvent, { ...lambdaContext(), getRemainingTimeInMillis: remaining }),
    deadLetter: (messageId: string, body: unknown) => handler(sqsEvent({ messageId, body }), lambdaContext()),
    row: (jobId = 'job-1') => fakes.jobs.rows.get(jobId),
    /** The line that says what a sweep did. */
    tally: () => fakes.log.lines.find(({ message }) => message === 'swept')?.fields,
  }
}
