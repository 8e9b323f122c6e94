import { type ChronicleError, namedJob, rejectedJob } from '@chronicle/core'
import type { SQSRecord } from 'aws-lambda'
import type { Deps } from './deps.ts'

/**
 * Makes a message that can never become a recording visible as a FAILED job: under the id it names, where that is free, since
 * its sender looks there; else under the message's own id. A message that comes twice is the same job.
 */
export async function rejectMessage(
  deps: Deps,
  { body, messageId }: SQSRecord,
  problem: ChronicleError,
): Promise<void> {
  const { jobs, clock, config, log, metrics } = deps
  log.warn('message rejected', { messageId, code: problem.code, reason: problem.message })
  metrics.count('JobFailed', { code: problem.code })
  const row = (jobId: string) => rejectedJob(jobId, body, problem, clock.now(), config.ttlDays)
  const named = namedJob(body)
  if (named !== undefined) {
    const rejected = row(named)
    const { created, job } = await jobs.create(rejected)
    if (created || job.requestBody === rejected.requestBody) return
  }
  await jobs.create(row(messageId))
}
