import type { ObjectHead, ObjectStore } from '../ports/object-store.ts'
import type { Upload, UploadedPart, UploadStore } from '../ports/upload-store.ts'

type Stored = { readonly etag: string; readonly versionId?: string }

/**
 * Makes the object of an upload. An answer that got lost on its way makes the next try fail although the object is there: the
 * object's own metadata tells. Throws ObjectExists where somebody else's is there.
 */
export async function completeUpload(
  { uploads, objects }: { readonly uploads: UploadStore; readonly objects: ObjectStore },
  upload: Upload,
  parts: readonly UploadedPart[],
  expected: { readonly size: number; readonly metadata: Readonly<Record<string, string>> },
): Promise<Stored> {
  try {
    return await uploads.complete(upload, parts)
  } catch (error) {
    const head = await objects.head(upload)
    if (head?.size !== expected.size || !hasMetadata(head, expected.metadata)) throw error
    return { etag: head.etag, ...(head.versionId !== undefined && { versionId: head.versionId }) }
  }
}

/** Whether an object says of itself all that is expected, which tells ours from any other at the same key. */
export function hasMetadata({ metadata }: ObjectHead, expected: Readonly<Record<string, string>>): boolean {
  return Object.entries(expected).every(([name, value]) => metadata[name] === value)
}
