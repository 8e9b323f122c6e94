import * as z from 'zod/mini'

/**
 * What an "ECS Task State Change" says, as far as a job's end needs it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export const taskEventSchema = z.object({
  'detail-type': z.literal('ECS Task State Change'),
  detail: z.object({
    taskArn: z.string(),
    lastStatus: z.string(),
    startedBy: z.optional(z.string()),
    stopCode: z.optional(z.string()),
    stoppedReason: z.optional(z.string()),
    containers: z.optional(z.array(z.object({ exitCode: z.optional(z.int()), reason: z.optional(z.string()) }))),
  }),
})
export type TaskDetail = z.infer<typeof taskEventSchema>['detail']

export type TaskEnd = { readonly errorCode: string; readonly error: string; readonly exitCode?: number }

const KILLED = 137

/** Why a task stopped: a stable code, and a sentence that says what to do. */
export function endOf({ stopCode, stoppedReason, containers }: TaskDetail): TaskEnd {
  const { exitCode, reason } = containers?.[0] ?? {}
  const because = [stoppedReason, reason].filter(Boolean).join('; ') || 'ECS gave no reason'
  if (stopCode === 'TaskFailedToStart') {
    return {
      errorCode: 'TASK_FAILED_TO_START',
      error: `The recorder's task could not start: ${because}. Mend what it names, then submit the job again.`,
    }
  }
  if (exitCode === KILLED) {
    return {
      errorCode: 'RECORDER_KILLED',
      exitCode,
      error: `The recorder was killed (exit code 137): ${because}. It may have run out of memory, or not have finished within its stop time-out.`,
    }
  }
  if (exitCode === undefined)
    return { errorCode: 'RECORDER_LOST', error: `The recorder's task stopped without an exit code: ${because}.` }
  return {
    errorCode: 'RECORDER_EXITED',
    exitCode,
    error: `The recorder ended with exit code ${exitCode} and left its job open: ${because}. Its log says more.`,
  }
}
