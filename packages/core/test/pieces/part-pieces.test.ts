import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { piecesOfParts, type TorrentSource } from '../../src/index.ts'
import { fakeObjectParts, type Upload, type UploadedPart } from '../../testing/uploaded-parts.ts'

const MIB = 1024 * 1024
const PART = 8 * MIB
/** 3,001 parts, in four pages; the last one has seven bytes. */
const COUNT = 3001
const size = (COUNT - 1) * PART + 7
const source: TorrentSource = { bucket: 'bucket', key: 'film.mkv', etag: `"0123-${COUNT}"`, size }

const hashOf = (text: string) => createHash('sha1').update(text).digest()
const hashes = Array.from({ length: COUNT }, (_, index) => hashOf(`part ${index}`))
const sha1 = createHash('sha1').update(Buffer.concat(hashes)).digest('base64')
const parts: readonly UploadedPart[] = hashes.map((hash, index) => ({
  number: index + 1,
  size: index < COUNT - 1 ? PART : 7,
  sha1: hash.toString('base64'),
}))
const upload: Upload = { parts, sha1, checksumType: 'COMPOSITE' }

/** The upload with one of its parts changed. */
const withPart = (index: number, change: Partial<UploadedPart>): Upload => ({
  ...upload,
  parts: parts.map((part, at) => (at === index ? { ...part, ...change } : part)),
})
const swapped = (one: number, other: number): Upload => ({
  ...upload,
  parts: parts.map((part, at) => ({ ...part, sha1: parts[at === one ? other : at === other ? one : at]?.sha1 })),
})

const irregular: Readonly<Record<string, Upload>> = {
  'the first part is longer': withPart(0, { size: PART + 1 }),
  'the first part is shorter': withPart(0, { size: PART - 1 }),
  'a part in the middle is longer': withPart(1500, { size: PART + 1 }),
  'a part in the middle is shorter': withPart(1500, { size: 5 * MIB }),
  'a part in the middle has no bytes': withPart(1500, { size: 0 }),
  'the last but one is short': withPart(COUNT - 2, { size: 7 }),
  'the last part is longer than a piece': withPart(COUNT - 1, { size: PART + 7 }),
  'the last part is a whole piece': withPart(COUNT - 1, { size: PART }),
  'the last part is a byte short': withPart(COUNT - 1, { size: 6 }),
  'all parts are of 16 MiB': { ...upload, parts: parts.map((part) => ({ ...part, size: 2 * PART })) },
  'all parts are of 5 MiB': { ...upload, parts: parts.map((part) => ({ ...part, size: 5 * MIB })) },
  'numbers begin with 2': { ...upload, parts: parts.map((part) => ({ ...part, number: part.number + 1 })) },
  'a number is left out': {
    ...upload,
    parts: parts.map((part) => ({ ...part, number: part.number + (part.number > 9 ? 1 : 0) })),
  },
  'a number comes twice': withPart(5, { number: 5 }),
  'two parts are in the wrong order': { ...upload, parts: [...parts.slice(0, 2).toReversed(), ...parts.slice(2)] },
  'the last part is missing': { ...upload, parts: parts.slice(0, -1) },
  'the first part is missing': { ...upload, parts: parts.slice(1) },
  'a whole page is missing': {
    ...upload,
    count: COUNT,
    parts: parts.filter((_, index) => index < 1000 || index >= 2000),
  },
  'there is a part too many': { ...upload, parts: [...parts, { number: COUNT + 1, size: 1, sha1 }] },
  'there are no parts': { ...upload, parts: [] },
  'a part has no checksum': withPart(7, { sha1: undefined }),
  'a part has an empty checksum': withPart(7, { sha1: '' }),
  'a part has the checksum of another algorithm': withPart(7, { sha1: createHash('sha256').digest('base64') }),
  'a checksum is cut off': withPart(7, { sha1: parts[7]?.sha1?.slice(0, 20) }),
  'a checksum is another one': withPart(7, { sha1: hashOf('else').toString('base64') }),
  'two checksums are swapped': swapped(3, 2003),
  'the object has no checksum': { ...upload, sha1: undefined },
  'the checksum is of the whole object': { ...upload, checksumType: 'FULL_OBJECT' },
  "the object's checksum is another one": { ...upload, sha1: hashOf('else').toString('base64') },
  'S3 tells of more parts': { ...upload, count: COUNT + 1 },
  'S3 tells of no parts': { parts: [], sha1, count: undefined },
  'S3 tells of another size': { ...upload, size: size + 1 },
  'S3 tells of another version': { ...upload, etag: `"4567-${COUNT}"` },
}

describe('piecesOfParts', () => {
  it.each([upload, { ...upload, sha1: `${sha1}-${COUNT}` }, { ...upload, checksumType: undefined }])(
    'takes what S3 keeps of parts that are pieces',
    async (regular) => {
      const known = fakeObjectParts(regular)
      expect(await piecesOfParts(known, source)).toEqual(new Uint8Array(Buffer.concat(hashes)))
      expect(known.pages).toBe(4)
    },
  )

  it.each(Object.entries(irregular))('takes nothing where %s', async (_, strange) => {
    expect(await piecesOfParts(fakeObjectParts(strange), source)).toEqual({ irregular: expect.any(String) })
  })

  it.each([
    ['is small', { ...source, size: 100 * MIB, etag: '"0123-13"' }],
    ['was uploaded at once', { ...source, etag: '"0123"' }],
    ['was uploaded in another number of parts', { ...source, etag: `"0123-${COUNT - 1}"` }],
  ])('asks for nothing where the object %s', async (_, other) => {
    const known = fakeObjectParts(upload)
    expect(await piecesOfParts(known, other)).toEqual({ irregular: expect.any(String) })
    expect(known.pages).toBe(0)
  })
})
