import type { WatchedTask } from '@chronicle/core'
import * as z from 'zod/mini'
import { mayStartLater } from './start-failure.ts'

/**
 * What an "ECS Task State Change" says, as far as a job's end needs it. Its `version` is not: of a task's states only the last,
 * STOPPED, is heard, and the row knows whether it was heard before.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export const taskEventSchema = z.object({
  'detail-type': z.literal('ECS Task State Change'),
  detail: z.object({
    taskArn: z.string(),
    lastStatus: z.string(),
    startedBy: z.optional(z.string()),
    createdAt: z.optional(z.string()),
    stopCode: z.optional(z.string()),
    stoppedReason: z.optional(z.string()),
    containers: z.optional(z.array(z.object({ exitCode: z.optional(z.int()), reason: z.optional(z.string()) }))),
  }),
})

/** Why a task is over: a stable code, a sentence that says what to do, and whether another task may do better. */
export type TaskEnd = {
  readonly errorCode: string
  readonly error: string
  readonly exitCode?: number
  readonly mayPass: boolean
}

/** Why the sweep asks a task to stop of which nothing is heard; a task that ends by it may be followed by another. */
export const SILENT = 'Chronicle: nothing has been heard of it for an hour'

/** Exit codes above are a signal's number and this. */
const SIGNALS = 128

/** What is to be done about a task that could not start, by what it was to do. */
const again = { recorder: 'submit the job again', seeder: 'start the seeder again by hand' } as const
export type Program = keyof typeof again

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html */
export function endOf({ stopCode, stoppedReason, containers }: WatchedTask, program: Program): TaskEnd {
  const { exitCode, reason } = containers?.[0] ?? {}
  const because = [stoppedReason, reason].filter(Boolean).join('; ') || 'ECS gave no reason'
  const name = program.toUpperCase()
  const exit = exitCode === undefined ? {} : { exitCode }
  if (stopCode === 'TaskFailedToStart') {
    return {
      errorCode: 'TASK_FAILED_TO_START',
      error: `The ${program}'s task could not start: ${because}. Mend what it names, then ${again[program]}.`,
      mayPass: mayStartLater(because),
    }
  }
  if (/OutOfMemory/.test(reason ?? '')) {
    return {
      errorCode: `${name}_OUT_OF_MEMORY`,
      error: `The ${program} ran out of memory: ${because}. Give its task more (Terraform: ${program === 'recorder' ? 'recorder_size' : 'seeding'}).`,
      ...exit,
      mayPass: true,
    }
  }
  if (stopCode === 'UserInitiated' && stoppedReason !== SILENT) {
    return {
      errorCode: `${name}_STOPPED`,
      error: `The ${program} was stopped before it had said how it went: ${because}.`,
      ...exit,
      mayPass: false, // whoever stopped it wants it stopped
    }
  }
  if (exitCode === undefined) return lost(program, because)
  if (exitCode > SIGNALS) {
    return {
      errorCode: `${name}_KILLED`,
      exitCode,
      error: `The ${program} was killed (exit code ${exitCode}): ${because}. It may have run out of memory, or not have finished within its stop time-out.`,
      mayPass: true,
    }
  }
  const left = program === 'recorder' ? 'left its job open' : 'did not say how it went'
  return {
    errorCode: `${name}_EXITED`,
    exitCode,
    error: `The ${program} ended with exit code ${exitCode} and ${left}: ${because}. Its log says more.`,
    mayPass: false,
  }
}

/** The end of a task that ECS does not know any more. */
export function missing(program: Program): TaskEnd {
  return lost(program, 'ECS knows nothing of it any more, and told nobody of its end')
}

function lost(program: Program, because: string): TaskEnd {
  return {
    errorCode: `${program.toUpperCase()}_LOST`,
    error: `The ${program}'s task stopped without an exit code: ${because}.`,
    mayPass: true,
  }
}
