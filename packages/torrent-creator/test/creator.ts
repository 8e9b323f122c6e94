import { createHash } from 'node:crypto'
import { createStreamingPieces, type Job, type ObjectStore, type PieceSource } from '@chronicle/core'
import {
  apiEvent,
  type CreatedObject,
  createFakeBucket,
  createFakeJobStore,
  createFakeLinkSigner,
  createFakeMetrics,
  createFakeObjectListing,
  createFakeObjectStore,
  createFakeObjectVersions,
  createFakeTorrentOrders,
  createSilentLog,
  fixedClock,
  lambdaContext,
  s3Event,
} from '@chronicle/core/testing'
import { parseMetainfo } from '@chronicle/torrent'
import type { Deps } from '../src/deps.ts'
import { createHandler } from '../src/handler.ts'

export const TRACKER = 'udp://tracker.example:1337/announce'
export const BUCKET = 'chronicle-recordings-dev'
const PIECE_LENGTH = 256 * 1024

type Settings = {
  readonly rows?: readonly Job[]
  readonly onlyBucket?: string
  readonly mostBytes?: number
  readonly publicBaseUrl?: string
  readonly config?: Partial<Deps['config']>
  /** Makes of the bucket's store one on which something goes wrong. */
  readonly disturb?: (store: ObjectStore) => ObjectStore
  readonly createPieces?: (store: ObjectStore) => PieceSource
}

/** The whole Lambda on fakes, with a bucket to put objects into. */
export function createCreator({
  rows = [],
  onlyBucket,
  mostBytes,
  publicBaseUrl,
  config = {},
  disturb = (store) => store,
  createPieces = createStreamingPieces,
}: Settings = {}) {
  const stored = createFakeBucket()
  const objects = disturb(createFakeObjectStore(stored))
  const fakes = {
    jobs: createFakeJobStore(...rows),
    objects,
    listing: createFakeObjectListing(stored),
    versions: createFakeObjectVersions(stored),
    pieces: createPieces(objects),
    links: createFakeLinkSigner(),
    orders: createFakeTorrentOrders(),
    clock: fixedClock(),
    log: createSilentLog(),
    metrics: createFakeMetrics(),
    config: { trackers: [TRACKER], bucket: onlyBucket, ttlDays: 30, mostBytes, publicBaseUrl, ...config },
  }
  const handler = createHandler(fakes)
  return {
    ...fakes,
    stored,
    /** Puts an object, as anyone may; its event is what `send` takes. */
    put: (key: string, content: string | Uint8Array, metadata: Record<string, string> = {}) => {
      const { versionId } = stored.put({ bucket: BUCKET, key }, Buffer.from(content), undefined, metadata)
      return { bucket: BUCKET, key, versionId }
    },
    send: (...created: readonly CreatedObject[]) => handler(s3Event(...created), lambdaContext()),
    request: async (request: Parameters<typeof apiEvent>[0]) => {
      const { body, ...answer } = await handler(apiEvent(request), lambdaContext())
      return { headers: {}, ...answer, ...(body && { body: JSON.parse(body) }) }
    },
    /** What the torrent beside an object says, and of which version it says it. */
    torrentOf: (key: string) => {
      const torrent = stored.current({ bucket: BUCKET, key: `${key}.torrent` })
      return torrent && { ...parseMetainfo(torrent.body), source: torrent.metadata['source-version-id'] }
    },
    row: (jobId: string) => fakes.jobs.rows.get(jobId),
  }
}

/** The piece hashes of small content, worked out the plain way. */
export function piecesOf(content: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(content)
  const count = Math.ceil(bytes.length / PIECE_LENGTH)
  const piece = (index: number) => bytes.subarray(index * PIECE_LENGTH, (index + 1) * PIECE_LENGTH)
  return new Uint8Array(Buffer.concat(Array.from({ length: count }, (_, index) => sha1(piece(index)))))
}

const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest()
