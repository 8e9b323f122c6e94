import type { BencodeValue, Field } from './bencode-value.ts'
import { bytesField, type Dictionary, integerField, isDictionary } from './dictionary-fields.ts'
import { latin1FromBytes } from './latin1.ts'
import type { MerkleTree } from './merkle-hasher.ts'
import { MetainfoError } from './metainfo-error.ts'
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

/**
 * The tree of a hybrid, or undefined of a torrent of version 1 alone.
 * @throws MetainfoError for another version than 2, and where the two halves are not about one file: a client of the one would
 * share something else than a client of the other.
 */
export function readTree(root: Dictionary, info: Dictionary): MerkleTree | undefined {
  if (!info.has('meta version')) return undefined
  const version = integerField(info, 'meta version')
  if (version !== 2) throw new MetainfoError(`"meta version" is ${version}: only 2 is known`)
  const [file, ...more] = Array.from(dictionaryField(info, 'file tree'))
  if (file === undefined || more.length > 0 || file[0] !== latin1FromBytes(bytesField(info, 'name')))
    throw new MetainfoError('"file tree" is not of the one file that "name" names')
  const about = dictionaryField(dictionaryField(new Map([file]), file[0]), '')
  if (integerField(about, 'length') !== integerField(info, 'length'))
    throw new MetainfoError('"file tree" has another length than version 1')
  const piecesRoot = bytesField(about, 'pieces root')
  const layer = dictionaryField(root, 'piece layers').get(latin1FromBytes(piecesRoot)) ?? new Uint8Array()
  if (!(layer instanceof Uint8Array)) throw new MetainfoError('"piece layers" holds something else than strings')
  return { root: piecesRoot, layer }
}

function dictionaryField(dictionary: Dictionary, key: string): Dictionary {
  const value = dictionary.get(key)
  if (isDictionary(value)) return value
  throw new MetainfoError(`"${key}" is ${value === undefined ? 'missing' : 'not a dictionary'}`)
}
