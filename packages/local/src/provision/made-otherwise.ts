/** What has our name is there, made by someone else, and cannot be made ours. The message says in what it differs. */
export class MadeOtherwise extends Error {
  override readonly name = 'MadeOtherwise'
  /** What makes room for ours; a command where there is one. */
  readonly mend: string
  constructor(message: string, mend: string) {
    super(message)
    this.mend = mend
  }
}
