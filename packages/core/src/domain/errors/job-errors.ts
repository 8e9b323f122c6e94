import { ChronicleError } from './chronicle-error.ts'

export class JobNotFound extends ChronicleError {
  override readonly name = 'JobNotFound'
  readonly code = 'JOB_NOT_FOUND'
  readonly httpStatus = 404
  constructor(jobId: string) {
    super(`there is no job "${jobId}"; GET /jobs lists those there are`)
  }
}

/** The id is taken by a job that asked for something else. */
export class JobIdTaken extends ChronicleError {
  override readonly name = 'JobIdTaken'
  readonly code = 'JOB_ID_TAKEN'
  readonly httpStatus = 409
  constructor(jobId: string) {
    super(`job "${jobId}" exists with another request; choose another jobId, or repeat the first request unchanged`)
  }
}

/** The caller's key belongs to a request that asked for something else. */
export class IdempotencyKeyReused extends ChronicleError {
  override readonly name = 'IdempotencyKeyReused'
  readonly code = 'IDEMPOTENCY_KEY_REUSED'
  readonly httpStatus = 409
  constructor(key: string, jobId: string, options?: ErrorOptions) {
    super(`Idempotency-Key "${key}" was sent with another request, which is job "${jobId}"; send a new key`, options)
  }
}

/** No next attempt of the job can be begun. */
export class JobNotRetryable extends ChronicleError {
  override readonly name = 'JobNotRetryable'
  readonly code = 'JOB_NOT_RETRYABLE'
  readonly httpStatus = 409
  constructor(jobId: string, reason: string, options?: ErrorOptions) {
    super(`job "${jobId}" cannot be tried again: ${reason}`, options)
  }
}

/** The job cannot be deleted. */
export class JobNotPurgeable extends ChronicleError {
  override readonly name = 'JobNotPurgeable'
  readonly code = 'JOB_NOT_PURGEABLE'
  readonly httpStatus = 409
  constructor(jobId: string, reason: string) {
    super(`job "${jobId}" cannot be deleted: ${reason}`)
  }
}

/** The job's message is not among the dead letters. */
export class NotADeadLetter extends ChronicleError {
  override readonly name = 'NotADeadLetter'
  readonly code = 'NOT_A_DEAD_LETTER'
  readonly httpStatus = 409
  constructor(jobId: string, status: string) {
    super(`job "${jobId}" is ${status}, and no dead letter: there is nothing to redrive`)
  }
}

/** The job has no recording that could be fetched. */
export class RecordingNotFound extends ChronicleError {
  override readonly name = 'RecordingNotFound'
  readonly code = 'RECORDING_NOT_FOUND'
  readonly httpStatus = 404
  constructor(jobId: string, reason: string) {
    super(`there is no recording of job "${jobId}" to fetch: ${reason}`)
  }
}
