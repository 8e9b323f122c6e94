import type { Failure } from '@aws-sdk/client-ecs'
import { LaunchRefused } from '../domain/errors.ts'

/**
 * Reasons of RunTask's `failures[]` that pass by themselves: no room just now, or an agent on its way.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
 */
const transientReasons = [/^RESOURCE:/, /^AGENT$/, /capacity is unavailable/i]

/** RunTask answers 200 with `failures[]` when it started nothing: says so as an error. */
export function refusedByFailures(failures: readonly Failure[]): LaunchRefused {
  const reasons = failures.map(({ reason, detail }) => [reason, detail].filter(Boolean).join(': '))
  const isTransient = failures.every(({ reason = '' }) => transientReasons.some((pattern) => pattern.test(reason)))
  const text = reasons.join('; ') || 'no task and no reason'
  return isTransient
    ? new LaunchRefused('NO_CAPACITY', `ECS has no room for the task just now (${text}); it is tried again`, true)
    : new LaunchRefused(
        'LAUNCH_REFUSED',
        `ECS started no task: ${text}; mend what it names, then submit the job again`,
        false,
      )
}
