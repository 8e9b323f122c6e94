import { createHash } from 'node:crypto'
import { concatBytes } from './concat-bytes.ts'

/** What the leaves of the tree are hashes of, in bytes (BEP 52). */
export const BLOCK_LENGTH = 16 * 1024

/** Length of a SHA-256 hash in bytes, and so of a piece's entry in a layer. */
export const SHA256_LENGTH = 32

/** What a v2 torrent says of a file (BEP 52). */
export interface MerkleTree {
  /** `pieces root`: the root of the file's tree, 32 bytes. */
  readonly root: Uint8Array
  /** The file's entry in `piece layers`: the tree's nodes that cover one piece each, 32 bytes each. Empty for a file of one piece. */
  readonly layer: Uint8Array
}

export interface MerkleHasher {
  /** Takes the next bytes of the content, in chunks of any size. The chunk may be reused once this returns. */
  update(chunk: Uint8Array): void
  /** The tree of all that came. To be asked for once, at the end. */
  digest(): MerkleTree
}

/**
 * Hashes content into the SHA-256 tree of BEP 52. Memory holds 32 bytes per piece, and per block of the piece under way.
 * @throws RangeError if `pieceLength` is no power of two from 16 KiB.
 */
export function createMerkleHasher(pieceLength: number): MerkleHasher {
  const blocksPerPiece = pieceLength / BLOCK_LENGTH
  if (!(blocksPerPiece >= 1) || !Number.isInteger(Math.log2(blocksPerPiece)))
    throw new RangeError(
      `piece length ${pieceLength} is not a power of two from ${BLOCK_LENGTH}, which version 2 asks for`,
    )
  const layer: Uint8Array[] = []
  let blocks: Uint8Array[] = []
  let block = createHash('sha256')
  let filled = 0

  const endBlock = () => {
    blocks.push(block.digest())
    block = createHash('sha256')
    filled = 0
    if (blocks.length < blocksPerPiece) return
    layer.push(rootOf(blocks, blocksPerPiece, NOTHING))
    blocks = []
  }

  return {
    update(chunk) {
      for (let offset = 0; offset < chunk.byteLength; ) {
        const taken = chunk.subarray(offset, offset + BLOCK_LENGTH - filled)
        block.update(taken)
        offset += taken.byteLength
        filled += taken.byteLength
        if (filled === BLOCK_LENGTH) endBlock()
      }
    },

    digest() {
      if (filled > 0) endBlock()
      if (layer.length === 0) return { root: rootOf(blocks, powerOfTwoFrom(blocks.length), NOTHING), layer: EMPTY }
      if (blocks.length > 0) layer.push(rootOf(blocks, blocksPerPiece, NOTHING))
      const [only] = layer
      if (only !== undefined && layer.length === 1) return { root: only, layer: EMPTY }
      return { root: rootOfLayer(layer, pieceLength), layer: concatBytes(layer) }
    },
  }
}

/** The root of the file whose pieces of `pieceLength` bytes have these nodes, two at least (BEP 52). */
export function rootOfLayer(nodes: readonly Uint8Array[], pieceLength: number): Uint8Array {
  return rootOf(nodes, powerOfTwoFrom(nodes.length), rootOf([], pieceLength / BLOCK_LENGTH, NOTHING))
}

const EMPTY = new Uint8Array()

/** Stands for a block beyond the end of the file. */
const NOTHING = new Uint8Array(SHA256_LENGTH)

const powerOfTwoFrom = (count: number) => 2 ** Math.ceil(Math.log2(Math.max(count, 1)))

/** The root over so many nodes of one level, a power of two, of which those that are missing are all `padding`. */
function rootOf(nodes: readonly Uint8Array[], width: number, padding: Uint8Array): Uint8Array {
  if (width === 1) return nodes[0] ?? padding
  const parents = []
  for (let index = 0; index < nodes.length; index += 2)
    parents.push(parentOf(nodes[index] ?? padding, nodes[index + 1] ?? padding))
  return rootOf(parents, width / 2, parentOf(padding, padding))
}

const parentOf = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  createHash('sha256').update(left).update(right).digest()
