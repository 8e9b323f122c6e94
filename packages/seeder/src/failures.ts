/** What keeps a torrent from being seeded: a stable code, and a sentence that says what to do. */
export class SeedingFailed extends Error {
  override readonly name = 'SeedingFailed'
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The row is gone, at another attempt, or another seeder's: there is nothing more to say in it, and nothing more to seed. */
export class RowLost extends Error {
  override readonly name = 'RowLost'
}

/** An error as a row tells it. */
export function describeFailure(error: unknown): { readonly errorCode: string; readonly error: string } {
  if (error instanceof SeedingFailed) return { errorCode: error.code, error: error.message }
  const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { errorCode: 'SEEDER_FAILED', error: `the seeder failed (${cause}); its log says more` }
}
