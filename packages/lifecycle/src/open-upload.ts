import { type Job, type ObjectId, recordingKey, type StoredPart, type Upload, type UploadStore } from '@chronicle/core'
import { PART_SIZE } from '@chronicle/torrent'

export type OpenUpload = { readonly upload: Upload; readonly parts: readonly StoredPart[] }

/**
 * The upload that a recorder left open, and what of it can be made an object. Its id stands in the row; where that note was
 * lost, the upload is looked for at the attempt's own key, which is nobody else's. Other uploads there are given up.
 */
export async function findOpenUpload(uploads: UploadStore, job: Job, place: ObjectId): Promise<OpenUpload | undefined> {
  const noted = job.uploadId === undefined ? undefined : { ...place, uploadId: job.uploadId }
  const parts = noted && (await uploads.parts(noted))
  if (noted && parts) return { upload: noted, parts: longestPrefix(parts) }
  if (place.key !== recordingKey(job)) return undefined

  const open = await uploads.openFor(place)
  const found = await Promise.all(
    open.map(async (upload) => ({ upload, parts: longestPrefix((await uploads.parts(upload)) ?? []) })),
  )
  const [longest, ...others] = found.sort((a, b) => b.parts.length - a.parts.length)
  for (const { upload } of others) await uploads.abort(upload)
  return longest
}

/**
 * The parts that make a playable file: from the first on without a gap, all but the last of full size. Parts are uploaded two
 * at a time, so that of a recorder that died the last but one may be missing.
 */
function longestPrefix(parts: readonly StoredPart[]): readonly StoredPart[] {
  const prefix: StoredPart[] = []
  for (const part of parts) {
    if (part.partNumber !== prefix.length + 1) break
    prefix.push(part)
    if (part.size !== PART_SIZE) break
  }
  return prefix
}
