/** Whether this is a system error with the code. Not by `instanceof`: Jest's modules have an Error of their own. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code))
}
