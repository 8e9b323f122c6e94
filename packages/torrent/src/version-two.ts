import type { BencodeValue, Field } from './bencode-value.ts'
import { latin1FromBytes } from './latin1.ts'
import type { MerkleTree } from './merkle-hasher.ts'
import { encodeText } from './utf8.ts'

type TreeOf = { readonly name: string; readonly length: number; readonly tree?: MerkleTree }

/** What the info of a hybrid says beside that of version 1 (BEP 52). A single file needs no padding between the two. */
export function* versionTwoFields({ name, length, tree }: TreeOf): Generator<Field> {
  if (tree === undefined) return
  const file = new Map<string, BencodeValue>([
    ['length', length],
    ['pieces root', tree.root],
  ])
  const fileName = latin1FromBytes(encodeText(name, 'name'))
  yield ['file tree', new Map([[fileName, new Map([['', file]])]])]
  yield ['meta version', 2]
}

/** What it says outside the info: the hashes of the pieces. A file of one piece has none, since its root is one. */
export function* layerFields({ tree }: Pick<TreeOf, 'tree'>): Generator<Field> {
  if (tree === undefined) return
  const layers = tree.layer.byteLength > 0 ? [[latin1FromBytes(tree.root), tree.layer] as const] : []
  yield ['piece layers', new Map<string, BencodeValue>(layers)]
}
