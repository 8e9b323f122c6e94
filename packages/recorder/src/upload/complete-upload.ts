import type { ObjectStore, Upload, UploadedPart, UploadStore } from '@chronicle/core'

export type Stored = { readonly etag: string; readonly versionId?: string }

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
    const isOurs =
      head?.size === expected.size &&
      Object.entries(expected.metadata).every(([name, value]) => head.metadata[name] === value)
    if (!isOurs) throw error
    return { etag: head.etag, ...(head.versionId !== undefined && { versionId: head.versionId }) }
  }
}
