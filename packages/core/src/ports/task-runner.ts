/** One launch of a task for a job, a recorder or a seeder: everything that RunTask is given for it follows from these. */
export type Launch = {
  readonly jobId: string
  readonly attempt: number
  readonly launch: number
  /** When the job was asked for, in ISO 8601: the id of one that was deleted may be another job's by now. */
  readonly createdAt: string
  /** ARN of the task definition with its revision: pinned, so that a repeat asks for the very same task. */
  readonly taskDefinition: string
}

/** ECS, as far as a job needs it. */
export interface TaskRunner {
  /**
   * Starts the task of this launch, or answers the task that an earlier call for the same launch started.
   * Throws LaunchRefused where ECS answered that there is no task; any other error leaves it unknown, and the same call must
   * be repeated to find out.
   */
  run(launch: Launch): Promise<{ readonly taskArn: string }>
  /** Asks a task to stop; what it recorded is kept. One that has stopped already, or is not known any more, is no error. */
  stop(taskArn: string, reason: string): Promise<void>
}
