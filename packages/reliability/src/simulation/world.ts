import type { Job } from '@chronicle/core'
import {
  apiEvent,
  createFakeJobStore,
  createSilentLog,
  fixedClock,
  scheduleEvent,
  sqsEvent,
  taskStoppedEvent,
} from '@chronicle/core/testing'
import type { Fault } from './fault.ts'
import { type Around, asItIs, intercept } from './intercept.ts'
import { brokenJudgement } from './judgement.ts'
import { createLambdas, createStorage, type Run } from './lambdas.ts'
import { createRecorders } from './recorders.ts'
import { brokenPromises } from './row-promises.ts'
import { createSimulatedEcs, type TaskChange } from './simulated-ecs.ts'
import { createSimulatedQueue, type Message } from './simulated-queue.ts'
import { type Look, watch } from './watched-table.ts'

/** A call of the REST API. */
export type ApiCall = {
  readonly method: 'POST' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  readonly query?: Record<string, string>
}

/**
 * Chronicle with AWS in memory: the real handlers and the recorder's own code, on a table, a queue and an ECS whose every
 * message, task and event waits until a test lets it happen. `around` is put around every call of every program.
 */
export function createWorld(around: Around = asItIs) {
  const clock = fixedClock()
  const table = createFakeJobStore()
  const broken: string[] = []
  const removed: string[] = []
  const queue = createSimulatedQueue(clock)
  const ecs = createSimulatedEcs(clock)
  const storage = createStorage()
  const log = createSilentLog()

  const look: Look = (before, after) => {
    broken.push(...brokenPromises(before, after, clock.now()))
    if (!before || after) return
    removed.push(before.jobId)
    ecs.deleted(before.jobId)
  }
  const byLambdas = watch(table, (before, after) => {
    look(before, after)
    if (before && after) broken.push(...brokenJudgement(before, after, ecs.tasks))
  })
  const jobs = intercept(watch(table, look), around, 'due')
  const recorders = createRecorders({ ...storage, jobs, clock, log, ecs, broken })
  const run = createLambdas({ jobs: byLambdas, queue, ecs, storage, clock, log, around })
  let requests = 0

  return {
    clock,
    queue,
    ecs,
    recorders,
    bucket: storage.bucket,
    log,
    /** What was found wrong in any write, or in what a recorder was let do. */
    broken: broken as readonly string[],
    /** The ids of the rows that were removed, each as often as it was. */
    removed: removed as readonly string[],
    row: (jobId: string): Job | undefined => table.rows.get(jobId),
    rows: (): readonly Job[] => [...table.rows.values()],
    request: ({ method, path, body, query }: ApiCall, fault?: Fault): Promise<Run> => {
      requests += 1
      const text = body === undefined ? null : JSON.stringify(body)
      const event = apiEvent({ method, path, body: text, query: query ?? null, requestId: `request-${requests}` })
      return run('dispatch', event, fault)
    },
    /** A direct invoke. */
    invoke: (payload: unknown, fault?: Fault): Promise<Run> => run('dispatch', payload, fault),
    /**
     * Gives a message to the queue handler. Done with, it is deleted, unless the deletion is said to fail; otherwise it comes
     * back, or is a dead letter.
     */
    deliver: async (message: Message, fault?: Fault, isDeleted = true): Promise<Run> => {
      message.receives += 1
      const result = await run('dispatch', sqsEvent(message), fault)
      if (isDone(result, message) && isDeleted) queue.delete(message)
      else queue.giveBack(message)
      return result
    },
    /** Gives a dead letter to the handler of those. */
    deliverDead: async (message: Message, fault?: Fault): Promise<Run> => {
      const result = await run('lifecycle', sqsEvent(message), fault)
      if (isDone(result, message)) queue.bury(message)
      return result
    },
    /** Delivers an event of ECS. One whose handler fails is delivered again by Lambda, so it stays. */
    tell: async (change: TaskChange, fault?: Fault): Promise<Run> => {
      const result = await run('lifecycle', taskStoppedEvent(change), fault)
      if ('answer' in result) ecs.forget(change)
      return result
    },
    sweep: (fault?: Fault): Promise<Run> => run('lifecycle', scheduleEvent, fault),
  }
}
export type World = ReturnType<typeof createWorld>

function isDone(result: Run, { messageId }: Message): boolean {
  return 'answer' in result && !JSON.stringify(result.answer).includes(JSON.stringify(messageId))
}
