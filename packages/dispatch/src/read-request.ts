import {
  InvalidRequest,
  type Job,
  JobNotRetryable,
  messageSchema,
  parseRequest,
  type Submission,
} from '@chronicle/core'

/** What the kept message of a job asks for. Throws JobNotRetryable where it asks for no job. */
export function readRequest({ jobId, requestBody }: Job): Submission {
  if (requestBody === undefined) throw new JobNotRetryable(jobId, 'its row does not say what was asked for')
  try {
    return parseRequest(messageSchema, JSON.parse(requestBody))
  } catch (error) {
    if (!(error instanceof InvalidRequest || error instanceof SyntaxError)) throw error
    throw new JobNotRetryable(jobId, `its message asks for no job (${error.message}); send a new one`, { cause: error })
  }
}
