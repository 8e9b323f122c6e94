import { ChronicleError } from '../domain/errors.ts'
import { jobOfMetadata } from '../domain/recording-key.ts'
import { jobIdSchema } from '../domain/submission.ts'
import type { ObjectHead, ObjectId, ObjectStore } from '../ports/object-store.ts'

/** The object version that a torrent describes, and the job that recorded it, where one did. */
export type TorrentSource = ObjectId & {
  readonly etag: string
  readonly versionId?: string
  readonly size: number
  readonly jobId?: string
}

/** `superseded`: the object has a newer version by now, whose own torrent counts. */
export type Publication = 'published' | 'already-there' | 'superseded'

export class TorrentContended extends ChronicleError {
  override readonly name = 'TorrentContended'
  readonly code = 'TORRENT_CONTENDED'
  readonly httpStatus = 503
  override readonly retryable = true
}

const ATTEMPTS = 5

const SOURCE_JOB_METADATA = 'source-job-id'

export const torrentKey = (key: string) => `${key}.torrent`

/**
 * Puts the torrent beside its object so that there is one torrent for each object version, however many writers there are.
 * The first to publish wins; a torrent of an older version is replaced, and only by the one of the current version.
 * Throws TorrentContended when other writers kept getting in between.
 */
export async function publishTorrent(
  { objects }: { readonly objects: ObjectStore },
  source: TorrentSource,
  torrent: Uint8Array,
): Promise<Publication> {
  const id = { bucket: source.bucket, key: torrentKey(source.key) }
  const metadata = {
    ...sourceMetadata(source),
    ...(source.jobId !== undefined && { [SOURCE_JOB_METADATA]: source.jobId }),
  }
  const request = { body: torrent, contentType: 'application/x-bittorrent', metadata }
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await objects.put(id, { ...request, onlyIf: 'absent' })) return 'published'
    const existing = await objects.head(id)
    if (!existing) continue // deleted since: try to be the first again
    if (isTorrentOf(source, existing.metadata)) return 'already-there'
    if (!(await isCurrent(objects, source))) return 'superseded'
    if (await objects.put(id, { ...request, onlyIf: { etag: existing.etag } })) return 'published'
  }
  throw new TorrentContended(`other writers replaced "${id.key}" ${ATTEMPTS} times; the next event tries again`)
}

/** The version that S3 tells of, as a torrent names it. */
export function torrentSourceOf(
  { bucket, key }: ObjectId,
  { etag, size, versionId, metadata }: ObjectHead,
): TorrentSource {
  const jobId = jobOfMetadata(metadata)
  return {
    bucket,
    key,
    etag,
    size,
    ...(versionId !== undefined && { versionId }),
    ...(jobId !== undefined && { jobId }),
  }
}

/** What is kept with a torrent about its source: the way to tell whether it is still the right one. */
function sourceMetadata(source: TorrentSource): Record<string, string> {
  return {
    'source-etag': source.etag,
    'source-size': String(source.size),
    ...(source.versionId !== undefined && { 'source-version-id': source.versionId }),
  }
}

/** Which version a torrent with this metadata describes, as far as it says: one that somebody else put there says nothing. */
export function sourceVersionOf(
  metadata: Readonly<Record<string, string>>,
): Partial<Pick<TorrentSource, 'etag' | 'versionId'>> {
  const { 'source-etag': etag, 'source-version-id': versionId } = metadata
  return { ...(etag !== undefined && { etag }), ...(versionId !== undefined && { versionId }) }
}

/**
 * Which job recorded what a torrent with this metadata describes; the object itself says it only while it is there. Anyone who puts
 * a torrent may say there which job it was, in any words.
 */
export const sourceJobOf = ({ [SOURCE_JOB_METADATA]: said }: Readonly<Record<string, string>>) =>
  jobIdSchema.safeParse(said).data

/** Whether a torrent with this metadata describes this very version. */
export function isTorrentOf(source: TorrentSource, metadata: Readonly<Record<string, string>>): boolean {
  const expected = sourceMetadata(source)
  return Object.entries(expected).every(([name, value]) => metadata[name] === value)
}

async function isCurrent(objects: ObjectStore, source: TorrentSource): Promise<boolean> {
  const current = await objects.head(source)
  return current?.etag === source.etag && current.versionId === source.versionId
}
