import { bellSchema, ChronicleError, messageSchema, parseRequest } from '@chronicle/core'
import { eventBundle, type Problem, problemOf } from '@chronicle/core/lambda'
import type { Context } from 'aws-lambda'
import type { Deps } from './deps.ts'
import { dispatchJob } from './dispatch-job.ts'
import { submitJob } from './submit-job.ts'

/** What a direct invoke is answered: where the job is now, what it waits for and until when, what went wrong if it has failed. */
export type InvokeAnswer = {
  readonly jobId: string
  readonly status: string
  readonly taskArn?: string
  readonly nextAt?: string
  readonly statusReason?: string
  readonly errorCode?: string
  readonly error?: string
}

/** A direct invoke, `{url, …}` or `{jobId}`: launches at once. The invoke's request id is the job's, so a retry is the same job. */
export function createInvokeHandler(deps: Deps) {
  return eventBundle<unknown, InvokeAnswer | Problem>(deps).handler(async (event: unknown, context: Context) => {
    try {
      return await invoke(deps, event, context.awsRequestId)
    } catch (error) {
      // An error that may pass is thrown, so that Lambda repeats an asynchronous invoke; the others are the answer.
      if (error instanceof ChronicleError && !error.retryable) return problemOf(error, context.awsRequestId)
      throw error
    }
  })
}

async function invoke(deps: Deps, event: unknown, requestId: string): Promise<InvokeAnswer> {
  const bell = bellSchema.safeParse(event)
  const jobId = bell.success ? bell.data.jobId : await submit(deps, event, requestId)
  const { status, taskArn, nextAt, statusReason, errorCode, error } = await dispatchJob(deps, jobId)
  return {
    jobId,
    status,
    ...(taskArn !== undefined && { taskArn }),
    ...(nextAt !== undefined && { nextAt }),
    ...(statusReason !== undefined && { statusReason }),
    ...(errorCode !== undefined && { errorCode }),
    ...(error !== undefined && { error }),
  }
}

async function submit(deps: Deps, event: unknown, requestId: string): Promise<string> {
  const submission = parseRequest(messageSchema, event)
  const jobId = submission.jobId ?? requestId
  await submitJob(deps, { ...submission, jobId })
  return jobId
}
