const KIB = 1024
const MIB = 1024 * KIB

/** Piece length of small objects, in bytes: clients check and share what they have soon. */
export const SMALL_PIECE_LENGTH = 256 * KIB

/** Objects below this size, in bytes, have small pieces. */
export const SMALL_PIECE_LIMIT = 256 * MIB

/**
 * Size of a multipart upload's parts, in bytes, and so the first piece length above the limit: S3 keeps the SHA-1 of each
 * part, and where part and piece are the same bytes these are the `pieces`, with nothing read again.
 */
export const PART_SIZE = 8 * MIB

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAX_PARTS = 10_000

/**
 * The one piece-length rule, in bytes for a size in bytes: the same size gives the same answer on every path, and so
 * the same info-hash. 256 KiB below 256 MiB; then 8 MiB, 16 MiB from where 10,000 parts of 8 MiB end, and 32 MiB
 * from where 10,000 parts of 16 MiB end.
 * @throws RangeError if `size` is no safe integer from 0.
 */
export function pieceLengthFor(size: number): number {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`size ${size} is not a number of bytes`)
  if (size < SMALL_PIECE_LIMIT) return SMALL_PIECE_LENGTH
  const fitting = [PART_SIZE, 2 * PART_SIZE].find((length) => size <= MAX_PARTS * length)
  return fitting ?? 4 * PART_SIZE
}
