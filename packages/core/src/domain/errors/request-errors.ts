import { ChronicleError } from './chronicle-error.ts'

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
