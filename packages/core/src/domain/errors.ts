/**
 * What a Chronicle error says of itself: a stable `code` for programs, a message for people that names the value and what to
 * do, and whether the same call may succeed later. Only the mappers of HTTP, SQS and invoke answers read these.
 */
export abstract class ChronicleError extends Error {
  abstract readonly code: string
  /** The HTTP status that says it. */
  abstract readonly httpStatus: number
  readonly retryable: boolean = false
}

/** The request cannot be right, whoever repeats it. `problems` names each field that is wrong. */
export class InvalidRequest extends ChronicleError {
  override readonly name: string = 'InvalidRequest'
  readonly code: string = 'INVALID_REQUEST'
  readonly httpStatus = 400
  readonly problems: readonly string[]
  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('; '), options)
    this.problems = problems
  }
}

/** The body cannot be read as JSON at all. */
export class InvalidBody extends ChronicleError {
  override readonly name = 'InvalidBody'
  readonly code = 'INVALID_BODY'
  readonly httpStatus = 400
}

export class BodyTooLarge extends ChronicleError {
  override readonly name = 'BodyTooLarge'
  readonly code = 'BODY_TOO_LARGE'
  readonly httpStatus = 413
  constructor(bytes: number, most: number) {
    super(`the body has ${bytes} bytes; at most ${most} are read`)
  }
}

export class UnsupportedCharset extends ChronicleError {
  override readonly name = 'UnsupportedCharset'
  readonly code = 'UNSUPPORTED_MEDIA_TYPE'
  readonly httpStatus = 415
  constructor(charset: string) {
    super(
      `the body is said to be in "${charset}"; send JSON in UTF-8, with the header "Content-Type: application/json"`,
    )
  }
}

/** The URL leads to where no stream is fetched from: it is not public, and not listed as a private source. */
export class SourceRefused extends InvalidRequest {
  override readonly name = 'SourceRefused'
  override readonly code = 'SOURCE_REFUSED'
  /** `host:port`, as far as there is one. */
  readonly source: string
  /** What is wrong with it, as in "it has port 25". */
  readonly problem: string
  constructor(source: string, problem: string) {
    super([`url: ${problem}; only what everybody can reach is recorded, and what PRIVATE_SOURCES lists`])
    this.source = source
    this.problem = problem
  }
}

export class InvalidCursor extends ChronicleError {
  override readonly name = 'InvalidCursor'
  readonly code = 'INVALID_CURSOR'
  readonly httpStatus = 400
  constructor(cursor: string) {
    super(`cursor "${cursor}" is none that this list gave out; start again without it`)
  }
}

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

/** Something that we cannot work without does not answer. */
export class DependencyUnavailable extends ChronicleError {
  override readonly name = 'DependencyUnavailable'
  readonly code = 'DEPENDENCY_UNAVAILABLE'
  readonly httpStatus = 503
  override readonly retryable = true
  constructor(names: readonly string[], options?: ErrorOptions) {
    super(`no right answer from the ${names.join(' and the ')}; the log says why`, options)
  }
}

/** ECS answered, and there is no task of this launch. */
export class LaunchRefused extends ChronicleError {
  override readonly name = 'LaunchRefused'
  readonly code: string
  readonly httpStatus = 503
  override readonly retryable: boolean
  /** Nobody knows whether it passes: it is tried again, but not for ever. */
  readonly isUnclear: boolean
  constructor(
    code: string,
    message: string,
    retryable: boolean,
    { isUnclear = false, ...options }: ErrorOptions & { readonly isUnclear?: boolean } = {},
  ) {
    super(message, options)
    this.code = code
    this.retryable = retryable
    this.isUnclear = isUnclear
  }
}

/** The invocation is about to end, so a call was not made or not waited for. What it would have said is unknown. */
export class OutOfTime extends ChronicleError {
  override readonly name = 'OutOfTime'
  readonly code = 'OUT_OF_TIME'
  readonly httpStatus = 503
  override readonly retryable = true
  constructor() {
    super('there was no time left to finish; the same request again is the same job')
  }
}

/** The object is another one by now, or gone. */
export class ObjectChanged extends ChronicleError {
  override readonly name = 'ObjectChanged'
  readonly code = 'OBJECT_CHANGED'
  readonly httpStatus = 409
  override readonly retryable = true
  constructor(key: string, options?: ErrorOptions) {
    super(`object "${key}" was replaced or deleted while it was read`, options)
  }
}

/** An object is there already, and nothing kept is ever overwritten. */
export class ObjectExists extends ChronicleError {
  override readonly name = 'ObjectExists'
  readonly code = 'OBJECT_EXISTS'
  readonly httpStatus = 409
  constructor(key: string, options?: ErrorOptions) {
    super(`object "${key}" exists already and is kept`, options)
  }
}

/** The table of jobs is not there, and nobody but its operator may make it. What wanted it may be repeated when it is. */
export class TableMissing extends ChronicleError {
  override readonly name = 'TableMissing'
  readonly code = 'TABLE_MISSING'
  readonly httpStatus = 503
  override readonly retryable = true
  constructor(table: string, region: string, options?: ErrorOptions) {
    super(
      `there is no DynamoDB table "${table}" in ${region}; apply terraform/backend there, or set DDB_TABLE to the table it made`,
      options,
    )
  }
}
