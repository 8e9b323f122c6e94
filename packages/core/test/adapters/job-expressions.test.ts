import { describe, expect, it } from '@jest/globals'
import { updateExpressions } from '../../src/adapters/job-expressions.ts'
import { type Change, type Guard, type JobEvent, MOST_EVENTS, SHOWN_EVENTS } from '../../src/index.ts'

/** The expression as a reader of the table would write it: every placeholder replaced by what it stands for. */
function spelledOut(when: Guard, change: Change, fullEvents?: readonly JobEvent[]) {
  const expressions = updateExpressions(when, change, fullEvents)
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values = {} } = expressions
  const spell = (text: string) =>
    text.replace(/#\w+/g, (name) => names[name] ?? name).replace(/:\w+/g, (value) => JSON.stringify(values[value]))
  return { when: spell(expressions.ConditionExpression), what: spell(expressions.UpdateExpression) }
}

const size = { set: { size: 1 } }

describe('updateExpressions', () => {
  it('never makes a row: without any guard the row must at least be there', () => {
    expect(spelledOut({}, size)).toEqual({ when: 'attribute_exists(jobId)', what: 'SET size = 1' })
  })

  it.each<[Guard, string]>([
    [{ status: ['PENDING'] }, 'status IN ("PENDING")'],
    [{ status: ['PENDING', 'STARTED'] }, 'status IN ("PENDING", "STARTED")'],
    [{ attempt: 2, launch: 3 }, 'attempt = 2 AND launch = 3'],
    [{ runner: 'task-1' }, 'runner = "task-1"'],
    [{ runnerAbsentOr: 'task-1' }, '(attribute_not_exists(runner) OR runner = "task-1")'],
    [{ dueAt: '2026' }, '(attribute_not_exists(nextAt) OR nextAt <= "2026")'],
    [{ lookAt: '2026' }, 'lookAt = "2026"'],
    [{ attempts: [{ attempt: 1, status: 'FAILED' }] }, 'attempts = [{"attempt":1,"status":"FAILED"}]'],
    [{ cancelNotRequested: true }, 'attribute_not_exists(cancelRequested)'],
    [{ backfillAfter: '' }, 'backfill.after = ""'],
    [{ eventCount: 2 }, 'size(events) = 2'],
    [{ absent: ['taskArn', 'runner'] }, 'attribute_not_exists(taskArn) AND attribute_not_exists(runner)'],
  ])('says the guard %j', (guard, expected) => {
    expect(spelledOut(guard, size).when).toBe(`attribute_exists(jobId) AND ${expected}`)
  })

  it('wants every condition of a guard, not any', () => {
    expect(spelledOut({ status: ['PENDING'], attempt: 1, runnerAbsentOr: 'me', dueAt: '2026' }, size).when).toBe(
      [
        'attribute_exists(jobId)',
        'status IN ("PENDING")',
        'attempt = 1',
        '(attribute_not_exists(runner) OR runner = "me")',
        '(attribute_not_exists(nextAt) OR nextAt <= "2026")',
      ].join(' AND '),
    )
  })

  it('sets, appends to the events and removes in one update', () => {
    const event = { at: '2026-03-04T05:06:07.000Z', status: 'STARTED', attempt: 1 } as const
    const change = { set: { status: 'STARTED', taskArn: 'arn' }, event, remove: ['statusReason', 'nextAt'] } as const
    expect(spelledOut({}, change).what).toBe(
      `SET status = "STARTED", taskArn = "arn", events = list_append(events, [${JSON.stringify(event)}]) REMOVE statusReason, nextAt`,
    )
  })

  it('appends to a list that has room, else replaces the very list that was read by its younger half and the event', () => {
    const event = (second: number) =>
      ({ at: new Date(second * 1000).toISOString(), status: 'STARTED', attempt: 1 }) as const
    const full = Array.from({ length: MOST_EVENTS }, (_, second) => event(second))
    const change = { event: event(MOST_EVENTS) }
    expect(spelledOut({}, change).when).toBe(`attribute_exists(jobId) AND size(events) < ${MOST_EVENTS}`)
    expect(spelledOut({}, change, full)).toEqual({
      when: `attribute_exists(jobId) AND events = ${JSON.stringify(full)}`,
      what: `SET events = ${JSON.stringify([...full, change.event].slice(-SHOWN_EVENTS))}`,
    })
  })

  it('takes a job that ends out of the index of open jobs', () => {
    const change = { set: { status: 'COMPLETED' }, remove: ['torrentError'] } as const
    expect(spelledOut({}, change).what).toBe('SET status = "COMPLETED" REMOVE torrentError, open, lookAt')
  })

  it('leaves out what a change does not say', () => {
    expect(spelledOut({}, { set: { size: 1, sourceVersionId: undefined } }).what).toBe('SET size = 1')
  })

  it('sends no values where none are needed, since DynamoDB refuses an empty map of them', () => {
    expect(updateExpressions({}, { remove: ['nextAt'] })).toEqual({
      ConditionExpression: 'attribute_exists(#jobId)',
      UpdateExpression: 'REMOVE #nextAt',
      ExpressionAttributeNames: { '#jobId': 'jobId', '#nextAt': 'nextAt' },
    })
  })

  it('uses every name and value that it declares, or DynamoDB refuses the request', () => {
    const { ConditionExpression, UpdateExpression, ...declared } = updateExpressions(
      { status: ['PENDING'], absent: ['taskArn'], dueAt: '2026' },
      { set: { status: 'STARTED', ttl: 1 }, remove: ['nextAt'] },
    )
    const used = `${ConditionExpression} ${UpdateExpression}`.match(/[#:]\w+/g)
    const { ExpressionAttributeNames: names, ExpressionAttributeValues: values = {} } = declared
    expect(new Set(used)).toEqual(new Set([...Object.keys(names), ...Object.keys(values)]))
  })
})
