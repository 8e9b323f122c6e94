import {
  bellSchema,
  InvalidRequest,
  JobIdTaken,
  JobNotFound,
  messageSchema,
  parseRequest,
  withTimeLeft,
} from '@chronicle/core'
import { inFifoOrder, sqsBundle } from '@chronicle/core/lambda'
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda'
import type { Deps } from './deps.ts'
import { dispatchJob } from './dispatch-job.ts'
import { hideFailedMessages } from './hide-failed-messages.ts'
import { rejectMessage } from './reject-message.ts'
import { submitJob } from './submit-job.ts'

/** What is kept of the function's time for the answer alone. */
const ANSWER_MS = 1000

/** The queue: our own bells, and the messages of others, `{url}` or `{jobId, url, filename, s3Key}`. */
export function createQueueHandler(deps: Deps) {
  return sqsBundle(deps).handler(async ({ Records }: SQSEvent, context: Context) => {
    const results = await inFifoOrder(Records, (record) => takeMessage(deps, record))
    const timeLeft = () => context.getRemainingTimeInMillis() - ANSWER_MS
    await withTimeLeft(timeLeft, () => hideFailedMessages(deps, Records, results))
    return results
  })
}

/**
 * What can never succeed becomes a FAILED row that someone sees, and is acknowledged: coming back would not help it, and it
 * would hold up its group. Everything else that goes wrong fails the message, which comes back, later each time.
 */
async function takeMessage(deps: Deps, record: SQSRecord): Promise<void> {
  try {
    await dispatchJob(deps, await jobOf(deps, record))
  } catch (error) {
    const isHopeless = error instanceof InvalidRequest || error instanceof JobIdTaken || error instanceof JobNotFound
    if (!isHopeless) throw error
    await rejectMessage(deps, record, error)
  }
}

async function jobOf(deps: Deps, { body, messageId }: SQSRecord): Promise<string> {
  const content = parseBody(body)
  const bell = bellSchema.safeParse(content)
  if (bell.success) return bell.data.jobId
  const message = parseRequest(messageSchema, content)
  const { job } = await submitJob(deps, { ...message, jobId: message.jobId ?? messageId })
  return job.jobId
}

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw new InvalidRequest(['body: not valid JSON'], { cause: error })
  }
}
