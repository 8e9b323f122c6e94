import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import independent from 'bencode'
import { BLOCK_LENGTH, createMerkleHasher, createMetainfo, type MerkleTree, parseMetainfo } from '../src/index.ts'
import { plainPieces } from './plain-pieces.ts'
import { sampleContent, sampleOptions } from './sample-options.ts'

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const zero = Buffer.alloc(32)

/** The plain way: all leaves, filled up with zeros to a power of two, level upon level up to the root. */
function levels(content: Uint8Array): Uint8Array[][] {
  const blocks = Math.ceil(content.byteLength / BLOCK_LENGTH)
  const leaves = Array.from({ length: 2 ** Math.ceil(Math.log2(blocks)) }, (_, index) =>
    index < blocks ? sha256(content.subarray(index * BLOCK_LENGTH, (index + 1) * BLOCK_LENGTH)) : zero,
  )
  const all: Uint8Array[][] = [leaves]
  for (let level: Uint8Array[] = leaves; level.length > 1; all.push(level))
    level = level.flatMap((node, index) => (index % 2 === 0 ? [sha256(node, level[index + 1] ?? zero)] : []))
  return all
}

function treeOf(content: Uint8Array, pieceLength: number, chunk = 10_007) {
  const hasher = createMerkleHasher(pieceLength)
  for (let offset = 0; offset < content.byteLength; offset += chunk)
    hasher.update(content.subarray(offset, offset + chunk))
  return hasher.digest()
}

const content = (length: number) => createHash('shake256', { outputLength: length }).update('tree').digest()
const lengths = [
  1,
  BLOCK_LENGTH - 1,
  BLOCK_LENGTH,
  BLOCK_LENGTH + 1,
  2 * BLOCK_LENGTH,
  3 * BLOCK_LENGTH,
  4 * BLOCK_LENGTH,
  4 * BLOCK_LENGTH + 1,
  17 * BLOCK_LENGTH - 5,
  64 * BLOCK_LENGTH,
]

describe('createMerkleHasher', () => {
  it.each(lengths.flatMap((length) => [1, 2, 4, 16].map((blocks) => [length, blocks * BLOCK_LENGTH] as const)))(
    'has the root and the layer of %d bytes in pieces of %d',
    (length, pieceLength) => {
      const bytes = content(length)
      const all = levels(bytes)
      const pieces = Math.ceil(length / pieceLength)
      const nodes = all[Math.log2(pieceLength / BLOCK_LENGTH)]?.slice(0, pieces) ?? []
      for (const chunk of [10_007, BLOCK_LENGTH, 2 * BLOCK_LENGTH + 5]) {
        const { root, layer } = treeOf(bytes, pieceLength, chunk)
        expect(Buffer.from(root).equals(all.at(-1)?.[0] ?? zero)).toBe(true)
        expect(Buffer.from(layer).equals(pieces > 1 ? Buffer.concat(nodes) : Buffer.alloc(0))).toBe(true)
      }
    },
  )

  it.each([16, 15, 13, 9, 8.5])('gives the nodes of parts, which together are the layer of %d blocks', (blocks) => {
    const bytes = content(blocks * BLOCK_LENGTH)
    const partLength = 8 * BLOCK_LENGTH
    const parts = [bytes.subarray(0, partLength), bytes.subarray(partLength)].map((part) => {
      const hasher = createMerkleHasher(4 * BLOCK_LENGTH)
      hasher.update(part)
      return hasher.digestNodes()
    })
    const { layer } = treeOf(bytes, 4 * BLOCK_LENGTH)
    expect(Buffer.concat(parts).equals(layer)).toBe(true)
  })

  it.each([0, 8192, BLOCK_LENGTH + 1, 3 * BLOCK_LENGTH])('refuses pieces of %d bytes', (pieceLength) => {
    expect(() => createMerkleHasher(pieceLength)).toThrow(RangeError)
  })
})

describe('a hybrid', () => {
  const tree = treeOf(sampleContent, 32_768)
  const hybrid = createMetainfo(sampleOptions({ tree }))

  it('says by version 2 what it says by version 1', () => {
    const { info, 'piece layers': layers } = independent.decode(hybrid.torrent)
    expect(info).toMatchObject({
      'meta version': 2,
      pieces: plainPieces(sampleContent, 32_768),
      'file tree': {
        'stream 🎥.mkv': { '': { length: sampleContent.byteLength, 'pieces root': new Uint8Array(tree.root) } },
      },
    })
    expect(Object.values(layers ?? {})).toEqual([new Uint8Array(tree.layer)])
  })

  it('has both hashes of its info, and is read by version 1', () => {
    const file = Buffer.from(hybrid.torrent)
    const info = file.subarray(file.indexOf('4:info') + 6, file.indexOf('12:piece layers'))
    expect(hybrid.infoHash).toBe(createHash('sha1').update(info).digest('hex'))
    expect(hybrid.infoHashV2).toBe(sha256(info).toString('hex'))
    expect(parseMetainfo(hybrid.torrent)).toMatchObject({
      infoHash: hybrid.infoHash,
      infoHashV2: hybrid.infoHashV2,
      length: sampleContent.byteLength,
    })
    expect(hybrid.magnet).toContain(`xt=urn:btmh:1220${hybrid.infoHashV2}`)
  })

  it('keeps both hashes when it is made again from what was read', () => {
    expect(createMetainfo(parseMetainfo(hybrid.torrent))).toEqual(hybrid)
  })

  it.each<[string, Partial<MerkleTree>, RegExp]>([
    ['a short root', { root: tree.root.subarray(1) }, /root of the tree has 31 bytes: it must have 32/],
    ['a piece too few', { layer: tree.layer.subarray(32) }, /layer of the tree has 96 bytes.*needs 128/],
    ['another root', { root: sha256() }, /layer of the tree has another root/],
    ['another layer', { layer: tree.layer.with(5, 1) }, /layer of the tree has another root/],
  ])('is refused with %s', (_, change, message) => {
    expect(() => createMetainfo(sampleOptions({ tree: { ...tree, ...change } }))).toThrow(message)
  })

  it('is refused with pieces that version 2 does not have', () => {
    const options = { ...sampleOptions({ tree }), pieceLength: 8192, pieces: plainPieces(sampleContent, 8192) }
    expect(() => createMetainfo(options)).toThrow(/piece length 8192 is not a power of two from 16384/)
  })
})
