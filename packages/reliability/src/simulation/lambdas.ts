import type { Clock, JobStore, Log } from '@chronicle/core'
import {
  createFakeBucket,
  createFakeHostResolver,
  createFakeLinkSigner,
  createFakeMetrics,
  createFakeObjectStore,
  createFakeObjectVersions,
  createFakeReceivedMessages,
  createFakeUploadStore,
  lambdaContext,
} from '@chronicle/core/testing'
import { createHandler as createDispatch } from '@chronicle/dispatch/handler'
import { createHandler as createLifecycle } from '@chronicle/lifecycle/handler'
import { createFaultyRun, type Fault, Killed } from './fault.ts'
import { type Around, intercept } from './intercept.ts'
import { settings } from './settings.ts'
import type { SimulatedEcs } from './simulated-ecs.ts'
import type { SimulatedQueue } from './simulated-queue.ts'

/** How a run of a Lambda went: what it answered, or what it failed with; a killed one fails, as its caller sees it. */
export type Run = { readonly answer: unknown } | { readonly error: unknown }

export type Storage = ReturnType<typeof createStorage>

/** The bucket, as each of our ports sees it. */
export function createStorage() {
  const bucket = createFakeBucket()
  return {
    bucket,
    objects: createFakeObjectStore(bucket),
    versions: createFakeObjectVersions(bucket),
    uploads: createFakeUploadStore(bucket),
  }
}

type Outside = {
  readonly jobs: JobStore
  readonly queue: SimulatedQueue
  readonly ecs: SimulatedEcs
  readonly storage: Storage
  readonly clock: Clock
  readonly log: Log
  readonly around: Around
}

/** The Lambdas as they are, each run of them on its own: what goes wrong in it is given with the event. */
export function createLambdas({ jobs, queue, ecs, storage, clock, log, around }: Outside) {
  let runs = 0
  return async (lambda: 'dispatch' | 'lifecycle', event: unknown, fault?: Fault): Promise<Run> => {
    const { around: faulty, isDead } = createFaultyRun(fault)
    const both: Around = (name, call) => around(name, () => faulty(name, call))
    const { uploads, objects, versions } = storage
    const deps = {
      jobs: intercept(jobs, both, 'due'),
      queue: intercept(queue.port, both),
      uploads: intercept(uploads, both),
      objects: intercept(objects, both, 'read'),
      versions: intercept(versions, both, 'list'),
      messages: createFakeReceivedMessages(), // a message comes back when a test delivers it again
      resolver: createFakeHostResolver(),
      links: createFakeLinkSigner(),
      dependencies: [],
      clock,
      random: () => 0.5,
      pause: async () => {},
      log,
      metrics: createFakeMetrics(),
      config: { ...settings, taskDefinition: ecs.taskDefinition() },
    }
    const handler =
      lambda === 'dispatch'
        ? createDispatch({ ...deps, tasks: intercept(ecs.port, both) })
        : createLifecycle({ ...deps, tasks: intercept(ecs.watch, both) })
    runs += 1
    const context = { ...lambdaContext(`request-${runs}`), getRemainingTimeInMillis: () => 300_000 }
    try {
      const answer = await handler(event, context)
      return isDead() ? { error: new Killed(lambda) } : { answer }
    } catch (error) {
      return { error }
    }
  }
}
