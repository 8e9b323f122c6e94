import { isDeepStrictEqual } from 'node:util'
import { isEnded, type Job, type JobStatus, jobStatuses } from '@chronicle/core'

/**
 * Which of the promises about a row a write broke, in words; none for a write that is right. `before` is absent for a new row,
 * `after` for one that was removed.
 */
export function brokenPromises(before: Job | undefined, after: Job | undefined, now: Date): string[] {
  const ofRow = after ? ofAnyRow(after) : []
  const ofWrite = before && after ? [...ofAChange(before, after), ...ofAClaim(before, after, now)] : []
  const ofRemoval = before && !after ? ofARemoval(before) : []
  return [...ofRow, ...ofWrite, ...ofRemoval].map((promise) => `${(before ?? after)?.jobId}: ${promise}`)
}

/** What does not hold, of promises in words and whether they do. */
const not = (promises: Readonly<Record<string, boolean>>) =>
  Object.entries(promises).flatMap(([promise, holds]) => (holds ? [] : `not ${promise}`))

function ofAnyRow({ status, ttl, open, lookAt, finishedAt, attempts = [] }: Job): string[] {
  const ended = isEnded(status)
  const hasRecording = attempts.some((one) => one.status === 'COMPLETED' && one.s3Key !== undefined && one.size)
  return not({
    [`ttl where it has ended, and only there (${status})`]: ended === (ttl !== undefined),
    [`in the index of the sweep where it is open, and only there (${status})`]:
      ended === (open === undefined) && ended === (lookAt === undefined),
    'finishedAt where it has ended': !ended || finishedAt !== undefined,
    [`COMPLETED where an attempt before has a recording (${status})`]:
      !ended || !hasRecording || status === 'COMPLETED',
  })
}

const rank = (status: JobStatus) => (isEnded(status) ? jobStatuses.length : jobStatuses.indexOf(status))

function ofAChange(before: Job, after: Job): string[] {
  const same = before.attempt === after.attempt
  const began = after.attempt === before.attempt + 1
  const isEnd = isEnded(before.status)
  const sameRequest = after.requestHash === before.requestHash && after.url === before.url
  const last = before.events.at(-1)
  const added = after.events.length > before.events.length ? after.events.at(-1) : undefined
  return not({
    [`attempts that grow by one (${before.attempt}, ${after.attempt})`]: same || began,
    [`a rank that only grows (${before.status}, ${after.status})`]: !same || rank(before.status) <= rank(after.status),
    [`one end (${before.status}, ${after.status})`]: !same || !isEnd || before.status === after.status,
    [`a launch that only grows (${before.launch}, ${after.launch})`]: !same || before.launch <= after.launch,
    'one runner': !same || before.runner === undefined || before.runner === after.runner,
    [`an attempt that begins as PENDING (${after.status})`]: same || after.status === 'PENDING',
    'what the attempts before came to': same
      ? isDeepStrictEqual(after.attempts, before.attempts)
      : after.attempts?.length === before.attempt,
    'a sendSeq that only grows': before.sendSeq <= after.sendSeq,
    'the same request': sameRequest || (began && before.url === undefined),
    [`each event once (${added?.status}, ${added?.reason})`]: !before.events.some(
      ({ status, attempt, reason }) => status === added?.status && attempt === added.attempt && reason === added.reason,
    ),
    'all events': after.events.some(
      ({ at, status, reason }) => at === last?.at && status === last.status && reason === last.reason,
    ),
  })
}

/** Clocks of two machines differ by moments: one begins the attempt at its time, and to the other it is not there yet. */
const CLOCKS_MS = 60_000

/** A launch is claimed when it is due, and its number is used with one task definition only, as its client token is. */
function ofAClaim(before: Job, after: Job, now: Date): string[] {
  const isClaim = before.taskDefinition === undefined && after.taskDefinition !== undefined
  const wait = before.nextAt ?? ''
  const isGivenUp = before.taskDefinition !== undefined && after.taskDefinition !== before.taskDefinition
  const isSameLaunch = after.attempt === before.attempt && after.launch === before.launch
  return not({
    [`claimed before its time (${wait})`]: !isClaim || wait <= now.toISOString(),
    [`claimed before it is to start (${after.startAt})`]:
      !isClaim || after.startAt === undefined || Date.parse(after.startAt) <= now.getTime() + CLOCKS_MS,
    [`a number of its own for a launch after ${before.launch}`]: !isGivenUp || !isSameLaunch,
  })
}

function ofARemoval({ status, purgeRequested }: Job): string[] {
  return not({
    [`removed unless that was asked for, of a job that has ended (${status})`]:
      isEnded(status) && purgeRequested === true,
  })
}
