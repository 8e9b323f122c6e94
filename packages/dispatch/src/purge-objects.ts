import {
  attemptsOf,
  isTorrentOf,
  JOB_ID_METADATA,
  type Job,
  type ObjectHead,
  type ObjectVersion,
  recordingFolder,
  recordingKey,
  renderedFolder,
  type TorrentSource,
  torrentKey,
} from '@chronicle/core'
import type { Deps } from './deps.ts'

type PurgeDeps = Pick<Deps, 'objects' | 'versions' | 'uploads'>

/** A version as listed, and what S3 says of it. */
type Found = ObjectVersion & { readonly head: ObjectHead }

/**
 * Deletes what a job made in the bucket: these very versions, for good. What somebody else put to the same keys stays, for
 * nothing says that this job made it. Torrents go first, since where the row lacks it only their recordings tell whose they are.
 */
export async function purgeObjects(deps: PurgeDeps, job: Job): Promise<void> {
  const { s3Bucket: bucket, s3Key: key, uploadId } = job
  if (bucket === undefined) return
  if (key !== undefined && uploadId !== undefined) await deps.uploads.abort({ bucket, key, uploadId })

  const found = await findVersions(deps, bucket, job)
  const recordings = found.filter(({ head }) => head.metadata[JOB_ID_METADATA] === job.jobId)
  const sources = [...recordings.map(({ key, head }) => ({ bucket, key, ...head })), ...knownSources(bucket, job)]
  const torrents = found.filter(({ key, head }) =>
    sources.some((source) => torrentKey(source.key) === key && isTorrentOf(source, head.metadata)),
  )
  for (const version of [...torrents, ...recordings]) await deps.versions.remove(version)
  for await (const version of deps.versions.list(bucket, renderedFolder(job.jobId))) await deps.versions.remove(version)
}

/** All versions at the keys that the job's recordings and their torrents have, or may have: a recorder that died may not have said so. */
async function findVersions({ versions, objects }: PurgeDeps, bucket: string, job: Job): Promise<readonly Found[]> {
  const own = attemptsOf(job).map(({ attempt }) => recordingKey({ ...job, attempt }))
  const noted = attemptsOf(job).flatMap(({ s3Key }) => s3Key ?? [])
  const keys = new Set([...own, ...noted].flatMap((key) => [key, torrentKey(key)]))
  const folder = recordingFolder(job)
  const prefixes = new Set([folder, ...noted.filter((key) => !key.startsWith(folder))])
  const found: Found[] = []
  for (const prefix of prefixes) {
    for await (const version of versions.list(bucket, prefix)) {
      const head = keys.has(version.key) ? await objects.head(version, version.versionId) : undefined
      if (head) found.push({ ...version, head })
    }
  }
  return found
}

/** The recordings as the row has them. */
function knownSources(bucket: string, job: Job): readonly TorrentSource[] {
  return attemptsOf(job).flatMap(({ s3Key: key, sourceEtag: etag, sourceVersionId: versionId, size }) =>
    key === undefined || etag === undefined || size === undefined
      ? []
      : [{ bucket, key, etag, size, ...(versionId !== undefined && { versionId }) }],
  )
}
