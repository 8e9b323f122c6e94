import { ChronicleError } from './chronicle-error.ts'

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
