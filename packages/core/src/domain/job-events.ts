import type { JobEvent } from './job.ts'

/** The last so many transitions of a job are shown. */
export const SHOWN_EVENTS = 50

/** A row keeps no more than this: it may have 400 KB, and a job may be tried again and again. */
export const MOST_EVENTS = 2 * SHOWN_EVENTS

const MOST_REASON_LENGTH = 1000

/** The events of a row with one more, its reason cut to 1,000 characters. A list that is full loses its older half first. */
export function withEvent(events: readonly JobEvent[], event: JobEvent): JobEvent[] {
  const kept = events.length < MOST_EVENTS ? events : events.slice(1 - SHOWN_EVENTS)
  return [...kept, shortened(event)]
}

/** The event as it is kept. */
export function shortened(event: JobEvent): JobEvent {
  return event.reason === undefined ? event : { ...event, reason: event.reason.slice(0, MOST_REASON_LENGTH) }
}
