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

/** Who chooses the length of pieces: Chronicle, transmission-create 3.00, or transmission-create 4.1. */
export type PieceLengthRule = 'chronicle' | 'tr3' | 'tr4'

const rules: Readonly<Record<PieceLengthRule, (size: number) => number>> = {
  chronicle: (size) => {
    if (size < SMALL_PIECE_LIMIT) return SMALL_PIECE_LENGTH
    return [PART_SIZE, 2 * PART_SIZE].find((length) => size <= MAX_PARTS * length) ?? 4 * PART_SIZE
  },
  // libtransmission/makemeta.c, bestPieceSize()
  tr3: (size) => {
    const tier = tr3Tiers.find(([from]) => size >= from)
    return tier === undefined ? 32 * KIB : tier[1]
  },
  // libtransmission/makemeta.cc, tr_metainfo_builder::default_piece_size()
  tr4: (size) => 2 ** Math.round(Math.min(Math.max(Math.log2(size) - 10, 14), 24)),
}

/** From this size on, pieces of this length. */
const tr3Tiers = [
  [2048 * MIB, 2 * MIB],
  [1024 * MIB, MIB],
  [512 * MIB, 512 * KIB],
  [350 * MIB, 256 * KIB],
  [150 * MIB, 128 * KIB],
  [50 * MIB, 64 * KIB],
] as const

/**
 * The one piece-length rule, in bytes for a size in bytes: the same size gives the same answer on every path, and so
 * the same info-hash. 256 KiB below 256 MiB; then 8 MiB, 16 MiB from where 10,000 parts of 8 MiB end, and 32 MiB
 * from where 10,000 parts of 16 MiB end. Another rule is for torrents that are to have the info-hash that
 * transmission-create of that version gives.
 * @throws RangeError if `size` is no safe integer from 0.
 */
export function pieceLengthFor(size: number, rule: PieceLengthRule = 'chronicle'): number {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`size ${size} is not a number of bytes`)
  return rules[rule](size)
}
