import { createHash, hash } from 'node:crypto'
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
  /** In place of `digest`, of a part of a content: the node of each piece, 32 bytes. That of a short piece is over as many blocks as the others. */
  digestNodes(): Uint8Array
}

/**
 * Hashes content into the SHA-256 tree of BEP 52. Memory holds 32 bytes per piece, and per block of the piece under way.
 * @throws RangeError if `pieceLength` is no power of two from 16 KiB.
 */
export function createMerkleHasher(pieceLength: number): MerkleHasher {
  const blocksPerPiece = blocksIn(pieceLength)
  const nodes: Uint8Array[] = []
  const leaves = new Uint8Array(blocksPerPiece * SHA256_LENGTH) // of the piece under way
  let blocks = 0
  let block = createHash('sha256')
  let filled = 0

  const endBlock = (leaf: Uint8Array) => {
    leaves.set(leaf, blocks * SHA256_LENGTH)
    blocks += 1
    if (blocks === blocksPerPiece) endPiece()
  }

  const endPiece = () => {
    nodes.push(rootOf(leaves.slice(0, blocks * SHA256_LENGTH), blocksPerPiece, NOTHING))
    blocks = 0
  }

  const endStartedBlock = () => {
    if (filled === 0) return
    endBlock(block.digest())
    block = createHash('sha256')
    filled = 0
  }

  const digestNodes = () => {
    endStartedBlock()
    if (blocks > 0) endPiece()
    return concatBytes(nodes)
  }

  return {
    update(chunk) {
      for (let offset = 0; offset < chunk.byteLength; ) {
        const taken = chunk.subarray(offset, offset + BLOCK_LENGTH - filled)
        offset += taken.byteLength
        if (taken.byteLength === BLOCK_LENGTH) {
          endBlock(sha256(taken))
        } else {
          block.update(taken)
          filled += taken.byteLength
          if (filled === BLOCK_LENGTH) endStartedBlock()
        }
      }
    },

    digest() {
      endStartedBlock()
      if (nodes.length > 0) return treeOf(digestNodes(), pieceLength)
      return { root: rootOf(leaves.slice(0, blocks * SHA256_LENGTH), powerOfTwoFrom(blocks), NOTHING), layer: EMPTY }
    },

    digestNodes,
  }
}

/**
 * How many bytes of a content of `size` bytes each node of the layer covers (BEP 52): a piece, and where all is less than one as many
 * blocks as it has, up to the next power of two.
 * @throws RangeError if `pieceLength` is no power of two from 16 KiB.
 */
export function nodeLengthFor(size: number, pieceLength: number): number {
  return Math.min(blocksIn(pieceLength), powerOfTwoFrom(Math.ceil(size / BLOCK_LENGTH))) * BLOCK_LENGTH
}

/** The tree of a content by the nodes, 32 bytes each, that cover `nodeLength` bytes of it each. */
export function treeOf(nodes: Uint8Array, nodeLength: number): MerkleTree {
  return { root: rootOfLayer(nodes, nodeLength), layer: nodes.byteLength > SHA256_LENGTH ? nodes : EMPTY }
}

/** The root over a layer whose nodes, 32 bytes each, cover `nodeLength` bytes each (BEP 52). */
export function rootOfLayer(layer: Uint8Array, nodeLength: number): Uint8Array {
  const padding = rootOf(EMPTY, nodeLength / BLOCK_LENGTH, NOTHING)
  return rootOf(layer, powerOfTwoFrom(layer.byteLength / SHA256_LENGTH), padding)
}

function blocksIn(pieceLength: number): number {
  const blocks = pieceLength / BLOCK_LENGTH
  if (blocks >= 1 && Number.isInteger(Math.log2(blocks))) return blocks
  throw new RangeError(
    `piece length ${pieceLength} is not a power of two from ${BLOCK_LENGTH}, which version 2 asks for`,
  )
}

const EMPTY = new Uint8Array()

/** Stands for a block beyond the end of the file. */
const NOTHING = new Uint8Array(SHA256_LENGTH)

const PAIR_LENGTH = 2 * SHA256_LENGTH

const powerOfTwoFrom = (count: number) => 2 ** Math.ceil(Math.log2(Math.max(count, 1)))

/** The root over so many nodes of one level, a power of two, of which those that are missing are all `padding`. */
function rootOf(nodes: Uint8Array, width: number, padding: Uint8Array): Uint8Array {
  if (width === 1) return nodes.byteLength > 0 ? nodes : padding
  const pairs = nodes.byteLength % PAIR_LENGTH === 0 ? nodes : concatBytes([nodes, padding])
  const parents = new Uint8Array(pairs.byteLength / 2)
  for (let at = 0; at < pairs.byteLength; at += PAIR_LENGTH)
    parents.set(sha256(pairs.subarray(at, at + PAIR_LENGTH)), at / 2)
  return rootOf(parents, width / 2, sha256(concatBytes([padding, padding])))
}

/** At once: an object for each hash that is only begun and ended costs more time, and far more memory than the hash. */
const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer')
