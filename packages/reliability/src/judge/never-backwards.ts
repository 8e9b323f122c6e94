import { type Job, statusesBefore } from '@chronicle/core'
import type { Evidence } from './evidence.ts'

/** I5: within an attempt a status only moves on, attempts too, and the row is where its last event says. */
export function neverBackwards({ rows }: Evidence): string[] {
  return rows.flatMap(({ jobId, status, events, kind }) => {
    if (kind !== 'recording') return []
    const steps = events.slice(1).flatMap((event, index) => {
      const before = events[index]
      return before && !follows(before, event) ? [`${jobId}: ${name(before)} was followed by ${name(event)}`] : []
    })
    const last = events.at(-1)
    return last && last.status !== status ? [...steps, `${jobId} is ${status}, its last event ${last.status}`] : steps
  })
}

type Event = Job['events'][number]

const follows = (before: Event, event: Event): boolean =>
  event.attempt > before.attempt ||
  (event.attempt === before.attempt &&
    (event.status === before.status || statusesBefore(event.status).includes(before.status)))

const name = ({ attempt, status }: Event) => `${attempt}/${status}`
