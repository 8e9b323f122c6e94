import { ECSServiceException, type Failure } from '@aws-sdk/client-ecs'
import { LaunchRefused } from '../domain/errors.ts'
import { type LaunchFailure, launchFailures, type Outlook, unknownFailure } from './launch-failures.ts'

const gravity: Readonly<Record<Outlook, number>> = { passes: 0, unclear: 1, final: 2 }

/** RunTask answers 200 with `failures[]` when it started nothing: says so as an error, by the gravest of them. */
export function refusedByFailures(failures: readonly Failure[]): LaunchRefused {
  const said = failures.map(({ reason = 'no reason', arn, detail }) => [reason, arn, detail].filter(Boolean).join(' '))
  const kinds = said.map(failureOf).sort((a, b) => gravity[b.outlook] - gravity[a.outlook])
  return refusedAs(kinds[0] ?? unknownFailure, said.join('; ') || 'neither a task nor a reason')
}

/** A 4xx answer is definite: there is no task. Undefined for anything else, which leaves it unknown. */
export function refusedByAnswer(error: unknown): LaunchRefused | undefined {
  if (!(error instanceof ECSServiceException) || error.$fault !== 'client') return undefined
  const isThrottled = error.$metadata.httpStatusCode === 429
  const said = `${isThrottled ? 'ThrottlingException' : error.name}: ${error.message}`
  return refusedAs(failureOf(said), said, error)
}

function failureOf(said: string): Omit<LaunchFailure, 'says'> {
  return launchFailures.find(({ says }) => says.test(said)) ?? unknownFailure
}

function refusedAs({ code, outlook, text }: Omit<LaunchFailure, 'says'>, said: string, cause?: unknown): LaunchRefused {
  const message = `${text} ECS said: ${said}`
  return new LaunchRefused(code, message, outlook !== 'final', { cause, isUnclear: outlook === 'unclear' })
}
