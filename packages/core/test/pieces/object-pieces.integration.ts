import { describe, expect, it } from '@jest/globals'
import { createObjectPieces, createObjectStore } from '../../src/adapters/index.ts'
import { type Log, ObjectChanged, type TorrentSource } from '../../src/index.ts'
import { pythonUpload } from './python-upload.ts'
import { faults, type StubObject, startS3Stub } from './s3-stub.ts'

const MIB = 1024 * 1024
const GIB = 1024 * MIB
const PART = 8 * MIB

type Aws = { readonly endpoint: string }
type Engine = 'auto' | 'part-checksums' | 'streaming'

function noting() {
  const lines: string[] = []
  const note = (message: string) => lines.push(message)
  return { lines, log: { info: note, warn: note, error: note } satisfies Log }
}

function hash(aws: Aws, { etag, size }: StubObject, engine: Engine = 'auto', log: Log = noting().log, threads = 1) {
  const source: TorrentSource = { bucket: 'bucket', key: 'a film + ü.mkv', etag, size }
  const pieces = createObjectPieces({ aws, objects: createObjectStore(aws), log, engine, threads })
  return pieces.hash(source, new AbortController().signal)
}

describe('an object that was uploaded in parts of its piece length', () => {
  const small = pythonUpload(256 * MIB + 7, PART, 3)

  it('of 100 GiB gets its pieces with no byte read, in under 300 ms of our processor time', async () => {
    const object = pythonUpload(100 * GIB, 16 * MIB, 8)
    await using stub = await startS3Stub(() => object)
    const { lines, log } = noting()
    const pieces = await hash(stub.aws, object, 'auto', log)
    expect(pieces).toEqual(object.hashes)
    expect(pieces).toHaveLength(6400 * 20)
    expect(stub.counts).toEqual({ gets: 0, bytes: 0, questions: 7 })
    expect(lines).toEqual(['pieces taken from part checksums'])
    // The stub's time counts as well, and the compiler's not.
    const before = process.cpuUsage()
    await hash(stub.aws, object)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(300)
  })

  it('has the same pieces by streaming', async () => {
    await using stub = await startS3Stub(() => small)
    expect(await hash(stub.aws, small, 'part-checksums')).toEqual(small.hashes)
    expect(stub.counts.gets).toBe(0)
    expect(await hash(stub.aws, small, 'streaming')).toEqual(small.hashes)
    expect(await hash(stub.aws, small, 'streaming', noting().log, 2)).toEqual(small.hashes)
    expect(stub.counts).toMatchObject({ bytes: 2 * small.size, questions: 1 })
  })

  it('is read where S3 keeps no SHA-1, or tells nothing', async () => {
    const { upload: _, ...untold } = small
    for (const object of [{ ...small, upload: { ...small.upload, parts: [], sha1: undefined } }, untold]) {
      await using stub = await startS3Stub(() => object)
      const { lines, log } = noting()
      expect(await hash(stub.aws, object, 'auto', log)).toEqual(small.hashes)
      expect(stub.counts).toMatchObject({ bytes: small.size, questions: 1 })
      expect(lines).toEqual(['part checksums do not serve, the object is read', 'pieces hashed by streaming'])
    }
  })
})

describe('faults', () => {
  /** 256 ranges, by pieces that Python has hashed. */
  const object = pythonUpload(4 * GIB - 12_345, PART, 6)
  const names = Object.keys(faults) as (keyof typeof faults)[]
  const halves = [names.slice(0, 4), names.slice(4)]

  it.each(halves)(
    'of more than 1 % of the GETs (%s, %s, %s, %s) leave the hash right, and cost at most 2 % more bytes',
    async (...kinds) => {
      const faultOf = (request: number) => (request % 61 === 30 ? kinds[Math.floor(request / 61)] : undefined)
      await using stub = await startS3Stub(() => object, faultOf)
      const { lines, log } = noting()
      expect(Buffer.compare(await hash(stub.aws, object, 'streaming', log, 2), object.hashes)).toBe(0)
      expect(lines.filter((line) => line === 'a range is read again through the SDK')).toHaveLength(kinds.length)
      expect(stub.counts.bytes / object.size).toBeLessThanOrEqual(1.02)
    },
    300_000,
  )

  it.each([false, true])(
    'an object that is replaced midway never gets a hash (conditions are ignored: %s)',
    async (ignoresConditions) => {
      const first = pythonUpload(256 * MIB, PART, 3)
      const second = { ...pythonUpload(256 * MIB, PART, 3), etag: '"another-32"' }
      for (const at of [0, 1, 5, 15]) {
        await using stub = await startS3Stub((request) => (request < at ? first : second), undefined, {
          ignoresConditions,
        })
        await expect(hash(stub.aws, first, 'streaming')).rejects.toBeInstanceOf(ObjectChanged)
      }
    },
  )
})
