import type { JobView } from '@chronicle/core'
import { describeJob } from '../describe-job.ts'

/** The job that was followed has no recording to show; the message says all that its row says. */
export class JobFailed extends Error {
  override readonly name = 'JobFailed'
  constructor(job: JobView) {
    super(`\n${describeJob(job)}`)
  }
}
