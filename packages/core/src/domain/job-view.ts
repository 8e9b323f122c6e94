import * as z from 'zod/mini'
import { type Job, jobSchema } from './job.ts'

const internal = {
  schemaVersion: true,
  requestHash: true,
  requestBody: true,
  sendSeq: true,
  launch: true,
  deferrals: true,
  unclearRefusals: true,
  open: true,
  lookAt: true,
  uploadId: true,
  endHeardAt: true,
  events: true,
} as const

/** A job as the API shows it. */
export const jobViewSchema = z.omit(jobSchema, internal)
export type JobView = z.infer<typeof jobViewSchema>

/** The row without what only we need. */
export function jobView(job: Job): JobView {
  const hidden = new Set(Object.keys(internal))
  return Object.fromEntries(Object.entries(job).filter(([attribute]) => !hidden.has(attribute))) as JobView
}
