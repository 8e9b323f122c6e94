import { ChronicleError } from '@chronicle/core'

/** More than one invocation can hash, by its time or by its disk: a task can. */
export class ObjectTooLarge extends ChronicleError {
  override readonly name = 'ObjectTooLarge'
  readonly code = 'OBJECT_TOO_LARGE'
  readonly httpStatus = 422
}
