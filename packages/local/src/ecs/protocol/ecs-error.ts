/** An error that goes to the caller as ECS words it (API reference, Common errors and each action's Errors). */
export class EcsError extends Error {
  override readonly name = 'EcsError'
  /** Such as `ClientException`. */
  readonly type: string
  /** Members of the error's own shape, such as ConflictException's `resourceIds`. */
  readonly members: Record<string, unknown>

  constructor(type: string, message: string, members: Record<string, unknown> = {}) {
    super(message)
    this.type = type
    this.members = members
  }

  get status(): number {
    return this.type === 'ServerException' ? 500 : 400
  }
}
