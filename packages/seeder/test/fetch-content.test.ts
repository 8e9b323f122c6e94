import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ObjectStore } from '@chronicle/core'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { fetchContent } from '../src/content/fetch-content.ts'
import { fetchTorrent } from '../src/content/fetch-torrent.ts'
import { BUCKET, content, createRig, KEY } from './support/rig.ts'

const never = new AbortController().signal
const PIECE = 256 * 1024
let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chronicle-test-content-'))
  file = join(folder, 'stream.mkv')
})
afterEach(() => rm(folder, { recursive: true }))

type Read = ObjectStore['read']

/** The bucket, with something done to what is read of the recording; tells which ranges were asked for. */
async function fetching(spoil: (read: Read) => Read = (read) => read) {
  const { deps, bucket } = await createRig()
  const toSeed = await fetchTorrent(deps, { bucket: BUCKET, key: `${KEY}.torrent` })
  const ranges: string[] = []
  const spoilt = spoil(deps.objects.read)
  const read: Read = (id, range) => {
    ranges.push(`${range.start}-${range.end}`)
    return spoilt(id, range)
  }
  const objects = { ...deps.objects, read }
  return { bucket, ranges, fetch: (signal = never) => fetchContent({ ...deps, objects }, toSeed, file, signal) }
}

/** A connection that breaks after so many bytes, as often as told. */
const breaking =
  (times: number, after: number) =>
  (read: Read): Read =>
    async function* (id, range) {
      for await (const chunk of read(id, range)) {
        if (times-- <= 0) yield chunk
        else {
          yield chunk.subarray(0, after)
          throw new Error('socket hang up')
        }
      }
    }

const isWhole = async () => Buffer.compare(await readFile(file), content) === 0

describe('fetchContent', () => {
  it('brings the object, in chunks that end where they like', async () => {
    const { fetch, ranges } = await fetching(
      (read) =>
        async function* (id, range) {
          for await (const chunk of read(id, range))
            for (let start = 0; start < chunk.byteLength; start += 100_003) yield chunk.subarray(start, start + 100_003)
        },
    )
    await fetch()
    await expect(isWhole()).resolves.toBe(true)
    expect(ranges).toEqual([`0-${content.byteLength - 1}`])
  })

  it('goes on after a broken connection where the last whole piece ends', async () => {
    const { fetch, ranges } = await fetching(breaking(2, PIECE + 1000))
    await fetch()
    await expect(isWhole()).resolves.toBe(true)
    const last = content.byteLength - 1
    expect(ranges).toEqual([`0-${last}`, `${PIECE}-${last}`, `${2 * PIECE}-${last}`])
  })

  it('fetches of a file that is there only the pieces that are wrong, and cuts off what is too much', async () => {
    const there = Buffer.concat([content, Buffer.from('more')])
    there.fill(0, PIECE + 5, PIECE + 6)
    there.fill(0, 3 * PIECE, 3 * PIECE + 9)
    await writeFile(file, there)
    const { fetch, ranges } = await fetching()
    await fetch()
    await expect(isWhole()).resolves.toBe(true)
    expect(ranges).toEqual([`${PIECE}-${2 * PIECE - 1}`, `${3 * PIECE}-${content.byteLength - 1}`])
  })

  it('asks for nothing when all is there', async () => {
    await writeFile(file, content)
    const { fetch, ranges } = await fetching()
    await fetch()
    expect(ranges).toEqual([])
  })

  it('gives up after eight failures without a piece, but never while pieces come', async () => {
    const hopeless = await fetching(breaking(100, 10))
    await expect(hopeless.fetch()).rejects.toMatchObject({ code: 'CONTENT_UNREACHABLE' })
    expect(hopeless.ranges).toHaveLength(8)
  })

  it('takes an answer that ends early for a broken one', async () => {
    const { fetch, ranges } = await fetching(
      (read) =>
        async function* (id, range) {
          for await (const chunk of read(id, range)) yield chunk.subarray(0, PIECE)
        },
    )
    await fetch()
    await expect(isWhole()).resolves.toBe(true)
    expect(ranges).toHaveLength(4)
  })

  it('refuses bytes that are not what the torrent says', async () => {
    const { fetch } = await fetching(
      (read) =>
        async function* (id, range) {
          for await (const chunk of read(id, range)) yield Uint8Array.from(chunk).fill(0, PIECE, PIECE + 1)
        },
    )
    await expect(fetch()).rejects.toMatchObject({
      code: 'CONTENT_DAMAGED',
      message: expect.stringContaining('piece 1'),
    })
  })

  it('refuses an object of another size', async () => {
    const { fetch, bucket } = await fetching()
    bucket.delete({ bucket: BUCKET, key: KEY })
    bucket.put({ bucket: BUCKET, key: KEY }, content.subarray(1))
    await expect(fetch()).rejects.toMatchObject({ code: expect.stringMatching(/^CONTENT_(CHANGED|MISSING)$/) })
  })

  it('reads the version that the torrent describes, whatever was put over it since', async () => {
    const { fetch, bucket } = await fetching()
    bucket.put({ bucket: BUCKET, key: KEY }, Buffer.from('another'))
    await fetch()
    await expect(isWhole()).resolves.toBe(true)
  })

  it('ends at once when it is stopped', async () => {
    const stop = new AbortController()
    const { fetch } = await fetching(
      (read) =>
        async function* (id, range) {
          for await (const chunk of read(id, range)) {
            yield chunk.subarray(0, PIECE)
            stop.abort()
            yield chunk.subarray(PIECE)
          }
        },
    )
    await expect(fetch(stop.signal)).rejects.toThrow('abort')
  })
})
