export { bdecode } from './bdecode.ts'
export { bencode } from './bencode.ts'
export { BencodeError } from './bencode-error.ts'
export type { BencodeValue } from './bencode-value.ts'
export { createMetainfo, type Metainfo, type MetainfoOptions } from './create-metainfo.ts'
export { cutText } from './cut-text.ts'
export type { ByteRange } from './hashing/byte-range.ts'
export { type ReadRange, WrongLength } from './hashing/hash-by-reading.ts'
export { ContentChanged, type FileHashing, type HybridHashes, hashFile, hashHybridFile } from './hashing/hash-file.ts'
export { hashRanges, type RangeHashing } from './hashing/hash-ranges.ts'
export type { SignedGet } from './hashing/span-reader.ts'
export { type MagnetOptions, magnetLink } from './magnet-link.ts'
export { BLOCK_LENGTH, createMerkleHasher, type MerkleHasher, type MerkleTree } from './merkle-hasher.ts'
export { MetainfoError } from './metainfo-error.ts'
export { type ParsedMetainfo, parseMetainfo } from './parse-metainfo.ts'
export { createPieceHasher, type PieceHasher } from './piece-hasher.ts'
export {
  PART_SIZE,
  type PieceLengthRule,
  pieceLengthFor,
  SMALL_PIECE_LENGTH,
  SMALL_PIECE_LIMIT,
} from './piece-length.ts'
export { reannounce } from './reannounce.ts'
export { torrentName } from './torrent-name.ts'
export { transmission3 } from './transmission3.ts'
export { verifyFile } from './verify-file.ts'
export { type PieceVerification, verifyPieces } from './verify-pieces.ts'
