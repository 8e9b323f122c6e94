import { buildJob } from '@chronicle/core/testing'
import type { Evidence } from '../../src/judge/evidence.ts'

/** What a world looks like in which all went well, but for what a test makes otherwise. */
export function evidenceOf(different: Partial<Evidence> = {}): Evidence {
  return {
    accepted: new Set(['job-1']),
    rows: [buildJob({ jobId: 'job-1', status: 'FAILED', events: events('PENDING', 'STARTED', 'FAILED') })],
    deliveries: [],
    objects: [],
    taskLines: [{ message: 'recording', jobId: 'job-1', attempt: 1, runner: 'task-1' }],
    printed: '{"message":"recorder launched"}',
    secrets: ['a token'],
    offences: [],
    ...different,
  }
}

type Event = Evidence['rows'][number]['events'][number]

/** Events of the first attempt with these statuses. */
export const events = (...statuses: readonly Event['status'][]): Event[] =>
  statuses.map((status) => ({ at: '2026-03-04T05:06:07.000Z', status, attempt: 1 }))
