/** When seeding is enough; 0 stands for no limit, and both 0 for until it is stopped. */
export type Limits = {
  /** Bytes given away, as a multiple of the content. */
  readonly ratio: number
  readonly hours: number
}

const HOUR_MS = 3_600_000

/** Which limit a seeding has reached, if any. */
export function limitReached(
  { ratio, hours }: Limits,
  { uploadedBytes, length, elapsedMs }: { uploadedBytes: number; length: number; elapsedMs: number },
): 'RATIO' | 'TIME' | undefined {
  if (ratio > 0 && uploadedBytes >= ratio * length) return 'RATIO'
  return hours > 0 && elapsedMs >= hours * HOUR_MS ? 'TIME' : undefined
}
