import { type Task, taskIdOf } from './task.ts'
import type { Transition } from './task-life.ts'

// ECS shows a stopped task for about an hour, and then knows it no more.
const STOPPED_TASK_MS = 60 * 60 * 1000
// "The maximum TTL for a client token is the lesser of 24 hours, or the lifetime of the resource plus one hour"
// (ECS API reference, Ensuring idempotency). The second half is the stopped task's own hour.
const CLIENT_TOKEN_MS = 24 * 60 * 60 * 1000

/** What a RunTask with a client token asked for, to tell a repeated request from another one with the same token. */
export interface ClientRequest {
  clientToken: string
  fingerprint: string
}

export interface TaskRegistry {
  add(task: Task, request?: ClientRequest): void
  /** Applies the transition and reports the new record to `onChange`. Returns the record as it then is. */
  change(taskArn: string, transition: Transition): Task
  /** By ARN or id, in the cluster. */
  find(clusterArn: string, task: string): Task | undefined
  inCluster(clusterArn: string): Task[]
  living(): Task[]
  /** The task that an earlier request with this token started in the cluster: tokens are per cluster. */
  byClientToken(clusterArn: string, clientToken: string): { task: Task; fingerprint: string } | undefined
}

/** Keeps the tasks in memory: no task outlives the stack, so neither need its record. */
export function createTaskRegistry(deps: { now: () => Date; onChange: (task: Task) => void }): TaskRegistry {
  const entries = new Map<string, { task: Task; request?: ClientRequest | undefined }>()
  const age = (since: Date | undefined) => (since ? deps.now().getTime() - since.getTime() : 0)

  function known() {
    for (const [arn, { task }] of entries) if (age(task.stoppedAt) > STOPPED_TASK_MS) entries.delete(arn)
    return [...entries.values()]
  }
  const inCluster = (clusterArn: string) => known().filter((entry) => entry.task.clusterArn === clusterArn)

  return {
    add(task, request) {
      entries.set(task.taskArn, { task, request })
      deps.onChange(task)
    },
    change(taskArn, transition) {
      const entry = entries.get(taskArn)
      if (!entry) throw new Error(`Task ${taskArn} is not in the registry, so its state cannot change.`)
      const task = transition(entry.task)
      if (task !== entry.task) {
        entries.set(taskArn, { ...entry, task })
        deps.onChange(task)
      }
      return task
    },
    find: (clusterArn, task) =>
      inCluster(clusterArn).find((entry) => [entry.task.taskArn, taskIdOf(entry.task.taskArn)].includes(task))?.task,
    inCluster: (clusterArn) => inCluster(clusterArn).map((entry) => entry.task),
    living: () => known().flatMap(({ task }) => (task.lastStatus === 'STOPPED' ? [] : [task])),
    byClientToken(clusterArn, clientToken) {
      for (const { task, request } of inCluster(clusterArn)) {
        if (request?.clientToken !== clientToken || age(task.createdAt) > CLIENT_TOKEN_MS) continue
        return { task, fingerprint: request.fingerprint }
      }
      return undefined
    },
  }
}
