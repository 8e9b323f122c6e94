import { removedBy } from '../domain/look.ts'
import type { Change, Guard } from '../ports/job-store.ts'

/** The parts of an UpdateItem request that say when and what. Absent where there is nothing to say. */
export type UpdateExpressions = {
  readonly ConditionExpression: string
  readonly UpdateExpression: string
  readonly ExpressionAttributeNames: Record<string, string>
  readonly ExpressionAttributeValues?: Record<string, unknown>
}

/**
 * Says a guard and a change in DynamoDB's expression language. Every attribute goes through a placeholder, since many of ours
 * (`status`, `ttl`) are reserved words there.
 */
export function updateExpressions(when: Guard, change: Change): UpdateExpressions {
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

  const condition = guardTerms(when, name, value).join(' AND ')
  const update = changeClauses(change, name, value).join(' ')
  return {
    ConditionExpression: condition,
    UpdateExpression: update,
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  }
}

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
  if (when.cancelNotRequested) terms.push(isAbsent('cancelRequested'))
  for (const attribute of when.absent ?? []) terms.push(isAbsent(attribute))
  return terms
}

function changeClauses(change: Change, name: Placeholder<string>, value: Placeholder<unknown>): string[] {
  const set = Object.entries(change.set ?? {})
    .filter(([, content]) => content !== undefined)
    .map(([attribute, content]) => `${name(attribute)} = ${value(content)}`)
  if (change.event) set.push(`${name('events')} = list_append(${name('events')}, ${value([change.event])})`)
  const remove = removedBy(change).map((attribute) => name(attribute))
  return [set.length > 0 ? `SET ${set.join(', ')}` : '', remove.length > 0 ? `REMOVE ${remove.join(', ')}` : ''].filter(
    Boolean,
  )
}
