import { isEnded, type Job } from '@chronicle/core'
import type { World } from '../simulation/world.ts'

/** What the world has to agree with after every step: much less than it holds, and only what was promised to somebody. */
export type Model = {
  readonly world: World
  /** The hash of what each job was asked for, from when it was first seen; '' where that was no job. */
  readonly accepted: Map<string, string>
  /** The messages that others sent: each must end as a row. */
  messages: readonly { readonly messageId: string; readonly body: string }[]
  /** By attempt, the tasks that there were when it was seen to have ended: no more may come. */
  readonly tasksAtEnd: Map<string, number>
  /** By attempt, the recorders that had passed the fence when a caller was told that it is cancelled: no more may. */
  readonly cancelled: Map<string, number>
  /** How many removals of rows were seen. */
  removals: number
  /** Whether one thing happens after the other, so that it is known what is to be answered. */
  oneByOne: boolean
}

export const createModel = (world: World): Model => ({
  world,
  accepted: new Map(),
  messages: [],
  tasksAtEnd: new Map(),
  cancelled: new Map(),
  removals: 0,
  oneByOne: true,
})

/** Says in which ways the world is not what was promised. */
export function disagreements(model: Model): string[] {
  const { broken } = model.world
  return [...broken, ...lostJobs(model), ...lostRecordings(model), ...lateLaunches(model), ...lateRecorders(model)]
}

/** Notes what can be seen of the world, for it to be held to. */
export function observe(model: Model): void {
  const { world, accepted, tasksAtEnd } = model
  for (const jobId of world.removed.slice(model.removals)) forget(model, jobId)
  model.removals = world.removed.length
  for (const job of world.rows()) {
    // A retry may have found the request of a job that had none.
    if (!accepted.get(job.jobId)) accepted.set(job.jobId, job.requestHash)
    if (!isEnded(job.status)) continue
    const id = attemptId(job)
    if (!tasksAtEnd.has(id)) tasksAtEnd.set(id, tasksOf(world, id))
  }
}

/** A job that was purged is nobody's any more, and its id may be used for another one. */
function forget(model: Model, jobId: string): void {
  model.world.recorders.forget(jobId)
  model.accepted.delete(jobId)
  model.messages = model.messages.filter(({ messageId, body }) => messageId !== jobId && !body.includes(`"${jobId}"`))
  for (const byAttempt of [model.tasksAtEnd, model.cancelled])
    for (const id of byAttempt.keys()) if (id.startsWith(`${jobId}/`)) byAttempt.delete(id)
}

export const attemptId = ({ jobId, attempt }: Pick<Job, 'jobId' | 'attempt'>) => `${jobId}/${attempt}`
const tasksOf = ({ ecs }: World, id: string) => ecs.tasks.filter(({ launch }) => attemptId(launch) === id).length
export const runnersOf = ({ recorders }: World, id: string) => recorders.passed.get(id)?.length ?? 0

/** An accepted job is there as long as nobody removes it, and asks for what it was asked for. */
function lostJobs({ world, accepted }: Model): string[] {
  return [...accepted].flatMap(([jobId, hash]) => {
    const job = world.row(jobId)
    if (!job) return [`${jobId}: the row of an accepted job is gone`]
    return job.requestHash === hash ? [] : [`${jobId}: asks for something else by now`]
  })
}

/** What a recorder was answered to be in the row stays there, or among the attempts before. */
function lostRecordings({ world }: Model): string[] {
  return world.recorders.recordings.flatMap(({ jobId, attempt, s3Key }) => {
    const job = world.row(jobId)
    const kept = [...(job?.attempts ?? []), ...(job?.status === 'COMPLETED' ? [job] : [])]
    const isKept = kept.some((one) => one.attempt === attempt && one.s3Key === s3Key && one.status === 'COMPLETED')
    return isKept ? [] : [`${jobId}: the recording of attempt ${attempt} is lost`]
  })
}

/** Nothing is launched for an attempt that is over. */
function lateLaunches({ world, tasksAtEnd }: Model): string[] {
  return [...tasksAtEnd].flatMap(([id, tasks]) => (tasksOf(world, id) > tasks ? [`${id}: launched after its end`] : []))
}

/** Nobody begins to record what a caller was told to be cancelled. */
function lateRecorders({ world, cancelled }: Model): string[] {
  return [...cancelled].flatMap(([id, runners]) =>
    runnersOf(world, id) > runners ? [`${id}: recorded though cancelled`] : [],
  )
}
