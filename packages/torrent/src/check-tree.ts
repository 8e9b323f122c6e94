import type { TorrentContent } from './check-content.ts'
import { BLOCK_LENGTH, type MerkleTree, rootOfLayer, SHA256_LENGTH } from './merkle-hasher.ts'
import { MetainfoError } from './metainfo-error.ts'

/** Refuses a tree that cannot be of the content (BEP 52): of other piece lengths, of another number of pieces, or whose layer has another root. */
export function checkTree({ root, layer }: MerkleTree, { length, pieceLength }: TorrentContent): void {
  if (!(pieceLength >= BLOCK_LENGTH) || !Number.isInteger(Math.log2(pieceLength)))
    throw new MetainfoError(
      `piece length ${pieceLength} is not a power of two from ${BLOCK_LENGTH}, which version 2 asks for`,
    )
  if (root.byteLength !== SHA256_LENGTH)
    throw new MetainfoError(`the root of the tree has ${root.byteLength} bytes: it must have ${SHA256_LENGTH}`)
  const count = length > pieceLength ? Math.ceil(length / pieceLength) : 0
  if (layer.byteLength !== count * SHA256_LENGTH)
    throw new MetainfoError(
      `the layer of the tree has ${layer.byteLength} bytes: a length of ${length} in pieces of ${pieceLength} needs ${count * SHA256_LENGTH}`,
    )
  if (count === 0) return
  if (Buffer.compare(rootOfLayer(layer, pieceLength), root) !== 0)
    throw new MetainfoError('the layer of the tree has another root than the tree')
}
