import type { JobEvent } from '../domain/job.ts'
import { MOST_EVENTS, shortened, withEvent } from '../domain/job-events.ts'
import { removedBy } from '../domain/look.ts'
import type { Change, Guard } from '../ports/job-store.ts'

/** The part of a request that says when. Absent where there is nothing to say. */
export type ConditionExpressions = {
  readonly ConditionExpression: string
  readonly ExpressionAttributeNames: Record<string, string>
  readonly ExpressionAttributeValues?: Record<string, unknown>
}

/** The parts of an UpdateItem request that say when and what. */
export type UpdateExpressions = ConditionExpressions & { readonly UpdateExpression: string }

/**
 * Says a guard and a change in DynamoDB's expression language. An event is appended where the row's list has room; one that is
 * full (`fullEvents`, as it was read) is replaced by its younger half and the event, since DynamoDB cannot cut and append in
 * one write.
 */
export function updateExpressions(
  when: Guard,
  change: Change,
  fullEvents?: readonly JobEvent[] | undefined,
): UpdateExpressions {
  const { names, values, name, value } = placeholders()
  const terms = guardTerms(when, name, value)
  if (change.event && fullEvents) terms.push(`${name('events')} = ${value(fullEvents)}`)
  else if (change.event) terms.push(`size(${name('events')}) < ${value(MOST_EVENTS)}`)
  const UpdateExpression = changeClauses(change, name, value, fullEvents).join(' ')
  return { ConditionExpression: terms.join(' AND '), UpdateExpression, ...declared(names, values) }
}

/** Says a guard alone. */
export function conditionExpressions(when: Guard): ConditionExpressions {
  const { names, values, name, value } = placeholders()
  return { ConditionExpression: guardTerms(when, name, value).join(' AND '), ...declared(names, values) }
}

/** Every attribute goes through a placeholder, since many of ours (`status`, `ttl`) are reserved words there. */
function placeholders() {
  const names: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  const name = (attribute: string) => {
    names[`#${attribute}`] = attribute
    return `#${attribute}`
  }
  const value = (content: unknown) => {
    const placeholder = `:v${Object.keys(values).length}`
    values[placeholder] = content
    return placeholder
  }
  return { names, values, name, value }
}

/** DynamoDB refuses an empty map of values. */
const declared = (names: Record<string, string>, values: Record<string, unknown>) => ({
  ExpressionAttributeNames: names,
  ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
})

type Placeholder<Content> = (content: Content) => string

function guardTerms(when: Guard, name: Placeholder<string>, value: Placeholder<unknown>): string[] {
  const terms = [`attribute_exists(${name('jobId')})`]
  const equals = (attribute: string, content: unknown) => `${name(attribute)} = ${value(content)}`
  const isAbsent = (attribute: string) => `attribute_not_exists(${name(attribute)})`
  const absentOr = (attribute: string, content: unknown) => `(${isAbsent(attribute)} OR ${equals(attribute, content)})`
  const isOneOf = (path: string, contents: readonly unknown[]) => `${path} IN (${contents.map(value).join(', ')})`
  if (when.status) terms.push(isOneOf(name('status'), when.status))
  if (when.attempt !== undefined) terms.push(equals('attempt', when.attempt))
  if (when.launch !== undefined) terms.push(equals('launch', when.launch))
  if (when.runner !== undefined) terms.push(equals('runner', when.runner))
  if (when.runnerAbsentOr !== undefined) terms.push(absentOr('runner', when.runnerAbsentOr))
  if (when.seeder !== undefined) terms.push(equals('seeder', when.seeder))
  if (when.seederAbsentOr !== undefined) terms.push(absentOr('seeder', when.seederAbsentOr))
  if (when.seeding) terms.push(isOneOf(`${name('seeding')}.${name('state')}`, when.seeding))
  if (when.dueAt !== undefined) terms.push(`(${isAbsent('nextAt')} OR ${name('nextAt')} <= ${value(when.dueAt)})`)
  if (when.lookAt !== undefined) terms.push(equals('lookAt', when.lookAt))
  if (when.attempts !== undefined) terms.push(equals('attempts', when.attempts))
  if (when.cancelNotRequested) terms.push(isAbsent('cancelRequested'))
  if (when.backfillAfter !== undefined)
    terms.push(`${name('backfill')}.${name('after')} = ${value(when.backfillAfter)}`)
  if (when.eventCount !== undefined) terms.push(`size(${name('events')}) = ${value(when.eventCount)}`)
  for (const attribute of when.absent ?? []) terms.push(isAbsent(attribute))
  return terms
}

function changeClauses(
  change: Change,
  name: Placeholder<string>,
  value: Placeholder<unknown>,
  fullEvents: readonly JobEvent[] | undefined,
): string[] {
  const set = Object.entries(change.set ?? {})
    .filter(([, content]) => content !== undefined)
    .map(([attribute, content]) => `${name(attribute)} = ${value(content)}`)
  if (change.event && fullEvents) set.push(`${name('events')} = ${value(withEvent(fullEvents, change.event))}`)
  else if (change.event)
    set.push(`${name('events')} = list_append(${name('events')}, ${value([shortened(change.event)])})`)
  const remove = removedBy(change).map((attribute) => name(attribute))
  return [set.length > 0 ? `SET ${set.join(', ')}` : '', remove.length > 0 ? `REMOVE ${remove.join(', ')}` : ''].filter(
    Boolean,
  )
}
