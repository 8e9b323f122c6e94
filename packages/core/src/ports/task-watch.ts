/** A task as ECS tells it, as far as it says what became of a job; its events have the same fields. */
export type WatchedTask = {
  readonly taskArn: string
  /** `PROVISIONING` to `STOPPED`, in the order of a task's life. */
  readonly lastStatus: string
  readonly startedBy?: string | undefined
  /** ISO 8601. */
  readonly createdAt?: string | undefined
  readonly stopCode?: string | undefined
  readonly stoppedReason?: string | undefined
  readonly containers?:
    | readonly { readonly exitCode?: number | undefined; readonly reason?: string | undefined }[]
    | undefined
}

/** ECS, as far as it tells what became of a task. Of tasks that have stopped it knows for an hour. */
export interface TaskWatch {
  /** The task of this ARN; undefined where ECS does not know it: it has stopped long ago, or there was none. */
  find(taskArn: string): Promise<WatchedTask | undefined>
  /** The tasks that were launched with this `startedBy`, living or stopped. */
  startedBy(startedBy: string): Promise<readonly WatchedTask[]>
  /** Asks a task to stop: its program may finish, and what it recorded is kept. */
  stop(taskArn: string, reason: string): Promise<void>
}
