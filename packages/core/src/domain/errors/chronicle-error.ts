/**
 * What a Chronicle error says of itself: a stable `code` for programs, a message for people that names the value and what to
 * do, and whether the same call may succeed later. Only the mappers of HTTP, SQS and invoke answers read these.
 */
export abstract class ChronicleError extends Error {
  abstract readonly code: string
  /** The HTTP status that says it. */
  abstract readonly httpStatus: number
  readonly retryable: boolean = false
  /** Seconds after which the same request may go well, where that can be said. */
  readonly retryAfter: number | undefined = undefined
}
