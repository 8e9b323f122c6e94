import * as z from 'zod/mini'
import { InvalidRequest } from './errors.ts'

const MOST_AHEAD_MS = 366 * 86_400_000
const isoTime = z.iso.datetime({ offset: true })

/** Says what is wrong with the time that a job is to start at, or nothing: ISO 8601 with its distance from UTC. */
export function startTimeProblem(text: string): string | undefined {
  if (z.safeParse(isoTime, text).success && !Number.isNaN(Date.parse(text))) return undefined
  return 'is not a time; give one with its zone, such as 2026-03-04T20:15:00Z or 2026-03-04T21:15:00+01:00'
}

/** The one way in which rows and hashes say a time that may come in many: UTC, with milliseconds. */
export function utcTime(text: string): string {
  return new Date(text).toISOString()
}

/** Throws InvalidRequest where a job is to wait for longer than a year. A time that is past is no wait at all. */
export function checkStartTime(startAt: string | undefined, now: Date): void {
  if (startAt === undefined || Date.parse(startAt) - now.getTime() <= MOST_AHEAD_MS) return
  throw new InvalidRequest([`startAt: ${startAt} is more than a year ahead; ask again when it is nearer`])
}
