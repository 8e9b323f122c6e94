import { createHash } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Job, makeTorrent, publishTorrent } from '@chronicle/core'
import {
  buildJob,
  createFakeBucket,
  createFakeJobStore,
  createFakeObjectStore,
  createSilentLog,
  fixedClock,
} from '@chronicle/core/testing'
import { createPieceHasher, pieceLengthFor } from '@chronicle/torrent'
import type { Deps } from '../../src/deps.ts'
import { createFakeClient } from './fake-client.ts'

export const BUCKET = 'recordings-test'
export const KEY = 'recordings/2026/03/04/job-1/stream.mkv'
export const ME = 'arn:aws:ecs:us-east-1:000000000000:task/chronicle-cluster/me'

/** Bytes that do not repeat, the same in each run: three pieces and a bit. */
export const content = contentOf(3 * 256 * 1024 + 1234)

export function contentOf(length: number): Uint8Array {
  return createHash('shake256', { outputLength: length }).update('chronicle').digest()
}

/** The pieces of content by the one piece-length rule. */
export function piecesOf(bytes: Uint8Array): Uint8Array {
  const hasher = createPieceHasher(pieceLengthFor(bytes.byteLength))
  hasher.update(bytes)
  return hasher.digest()
}

/** A seeder whose AWS and BitTorrent client are in memory, with a COMPLETED job whose recording and torrent are in the bucket. */
export async function createRig(row: Partial<Job> = {}) {
  const bucket = createFakeBucket()
  const objects = createFakeObjectStore(bucket)
  const { etag, versionId } = bucket.put({ bucket: BUCKET, key: KEY }, content)
  const made = makeTorrent(
    { key: KEY, size: content.byteLength },
    piecesOf(content),
    { trackers: ['udp://old.example:1/announce'] },
    new Date('2026-03-04T05:06:07Z'),
  )
  const source = { bucket: BUCKET, key: KEY, etag, versionId, size: content.byteLength }
  await publishTorrent({ objects }, source, made.torrent)
  const torrentFile = `${KEY}.torrent`
  // Whoever ends a job takes it out of the sweep's index.
  const {
    open: _,
    lookAt: __,
    ...job
  } = buildJob({ status: 'COMPLETED', s3Bucket: BUCKET, s3Key: KEY, torrentFile, ...row })
  const jobs = createFakeJobStore(job)
  const clock = fixedClock()
  const log = createSilentLog()
  const client = createFakeClient()
  const deps: Deps = {
    assignment: { jobId: job.jobId },
    seeder: ME,
    jobs,
    objects,
    startClient: client.start,
    clock,
    log,
    config: {
      bucket: BUCKET,
      trackers: ['udp://tracker.example:6969/announce'],
      from: 's3',
      limits: { ratio: 2, hours: 0 },
      peerPort: 51_413,
      dht: true,
      contentFolder: undefined,
      temporaryRoot: await mkdtemp(join(tmpdir(), 'chronicle-test-seeder-')),
      lookMs: 1,
      reportMs: 60_000,
      stallMs: 600_000,
      retryMs: 1,
    },
  }
  const rowNow = (): Job => {
    const now = jobs.rows.get(job.jobId)
    if (!now) throw new Error(`the row of "${job.jobId}" is gone`)
    return now
  }
  return { deps, jobs, bucket, clock, log, client, job, infoHash: made.infoHash, row: rowNow }
}
