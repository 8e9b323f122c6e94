import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { makeTorrent } from '@chronicle/core'
import { createObjectPieces, createObjectStore } from '@chronicle/core/aws'
import { createSilentLog } from '@chronicle/core/testing'
import { startProvisionedEngine } from '@chronicle/local/testing'
import { parseMetainfo } from '@chronicle/torrent'
import { afterAll, describe, expect, it } from '@jest/globals'
import { createTransmissionPieces } from '../src/pieces/transmission.ts'
import { layerUnderTest } from './layers.ts'

Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })
const { layer, remove } = await layerUnderTest()
const disk = await mkdtemp(join(tmpdir(), 'chronicle-disk-'))
const { stop, bucket, url: endpoint } = await startProvisionedEngine()
afterAll(async () => {
  await Promise.all([stop(), remove(), rm(disk, { recursive: true })])
})

const s3 = new S3Client({ endpoint, forcePathStyle: true })
const objects = createObjectStore({ endpoint })
const streaming = createObjectPieces({ aws: { endpoint }, objects, log: createSilentLog(), engine: 'auto', threads: 2 })
const transmission = createTransmissionPieces({ objects, log: createSilentLog(), layers: [layer], disk })

const KIB = 1024
const MIB = 1024 * KIB

/** Content of which no piece is like another. */
function content(size: number): Uint8Array {
  const bytes = Buffer.alloc(size, 'chronicle')
  for (let at = 0; at + 4 <= size; at += 64 * KIB) bytes.writeUInt32BE(at / KIB, at)
  return bytes
}

describe('both engines make the same torrent, byte for byte, of', () => {
  it.each([
    ['one byte', 'one', 1],
    ['a byte less than a piece', 'less.bin', 256 * KIB - 1],
    ['a piece', 'piece.bin', 256 * KIB],
    ['a byte more than a piece', 'more.bin', 256 * KIB + 1],
    ['a byte less than two pieces', 'less-than-two.bin', 512 * KIB - 1],
    ['two pieces', 'two.bin', 512 * KIB],
    ['a few pieces', 'few.bin', 3_000_000],
    ['a byte less than 16 MiB', 'less-than-16.bin', 16 * MIB - 1],
    ['16 MiB', '16.bin', 16 * MIB],
    ['a byte more than 16 MiB', 'more-than-16.bin', 16 * MIB + 1],
    ['the largest object of small pieces', 'largest-of-small.bin', 256 * MIB - 1],
    ['the smallest object of large pieces', 'smallest-of-large.bin', 256 * MIB],
    ['a name like an option', '-o', 1000],
    ['a name with spaces', 'odd/with two  spaces.bin', 1000],
    ['a name with form characters', 'odd/a+b&c=d%20.bin', 1000],
    ['a name outside ASCII', 'odd/ünïcödé 🎥.mkv', 1000],
    ['a name of combining characters', 'odd/cafe\u0301.mkv', 1000],
    ['a name with what shells read', `odd/$(id) "quoted" 'twice'; \`ls\`.bin`, 1000],
    ['a name with a line break', 'odd/two\nlines.bin', 1000],
    ['a name longer than a file name can be', `odd/${'long'.repeat(200)}.bin`, 1000],
    ['a name of dots', 'odd/.hidden..bin', 1000],
  ])('%s', async (_, key, size) => {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: content(size) }))
    const head = await objects.head({ bucket, key })
    const source = { bucket, key, size, etag: head?.etag ?? '', ...(head?.versionId && { versionId: head.versionId }) }
    const signal = new AbortController().signal
    const settings = { trackers: ['udp://tracker.example:1337/announce'], publicBaseUrl: 'https://cdn.example' }
    const made = async ({ hash }: typeof streaming) =>
      makeTorrent(source, await hash(source, signal), settings, new Date(0))
    const [ours, theirs] = [await made(streaming), await made(transmission)]
    expect(theirs.infoHash).toBe(ours.infoHash)
    expect(Buffer.from(theirs.torrent).equals(ours.torrent)).toBe(true)
    expect(parseMetainfo(theirs.torrent)).toMatchObject({
      length: size,
      pieceLength: size < 256 * MIB ? 256 * KIB : 8 * MIB,
    })
  })
})
