/** A thread costs about 40 ms to start and 15 MB to have; below this many bytes each it is not worth that. */
const BYTES_PER_THREAD = 64 * 1024 * 1024

/** How many threads a content of this size, in bytes, is worth. */
export function threadsFor(size: number, atMost: number): number {
  return Math.max(Math.min(Math.floor(size / BYTES_PER_THREAD), atMost), 1)
}
