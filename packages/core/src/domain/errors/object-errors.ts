import { ChronicleError } from './chronicle-error.ts'

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
