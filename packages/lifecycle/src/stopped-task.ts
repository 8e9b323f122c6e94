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

/** What is to be done about a task that could not start, by what it was to do. */
const again = { recorder: 'submit the job again', seeder: 'start the seeder again by hand' } as const

/** Why a task stopped: a stable code, and a sentence that says what to do. */
export function endOf({ stopCode, stoppedReason, containers }: TaskDetail, program: keyof typeof again): TaskEnd {
  const { exitCode, reason } = containers?.[0] ?? {}
  const because = [stoppedReason, reason].filter(Boolean).join('; ') || 'ECS gave no reason'
  const name = program.toUpperCase()
  if (stopCode === 'TaskFailedToStart') {
    return {
      errorCode: 'TASK_FAILED_TO_START',
      error: `The ${program}'s task could not start: ${because}. Mend what it names, then ${again[program]}.`,
    }
  }
  if (exitCode === KILLED) {
    return {
      errorCode: `${name}_KILLED`,
      exitCode,
      error: `The ${program} was killed (exit code 137): ${because}. It may have run out of memory, or not have finished within its stop time-out.`,
    }
  }
  if (exitCode === undefined)
    return { errorCode: `${name}_LOST`, error: `The ${program}'s task stopped without an exit code: ${because}.` }
  const left = program === 'recorder' ? 'left its job open' : 'did not say how it went'
  return {
    errorCode: `${name}_EXITED`,
    exitCode,
    error: `The ${program} ended with exit code ${exitCode} and ${left}: ${because}. Its log says more.`,
  }
}
