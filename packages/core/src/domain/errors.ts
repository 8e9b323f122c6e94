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
  override readonly name = 'InvalidRequest'
  readonly code = 'INVALID_REQUEST'
  readonly httpStatus = 400
  readonly problems: readonly string[]
  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('; '), options)
    this.problems = problems
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

/** ECS answered, and there is no task of this launch. */
export class LaunchRefused extends ChronicleError {
  override readonly name = 'LaunchRefused'
  readonly code: string
  readonly httpStatus = 503
  override readonly retryable: boolean
  constructor(code: string, message: string, retryable: boolean, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.retryable = retryable
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
