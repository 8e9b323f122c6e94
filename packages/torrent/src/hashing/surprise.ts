/** Not what was expected, and no verdict: the same bytes may be had in another way. */
export class Surprise extends Error {
  override readonly name = 'Surprise'
  /** False where the server answers with the whole content whatever range is asked for. */
  readonly knowsRanges: boolean
  constructor(message: string, { knowsRanges = true } = {}) {
    super(message)
    this.knowsRanges = knowsRanges
  }
}
