import type { ObjectId } from './object-store.ts'

/** One version of an object; in a bucket that never kept versions its id is the text "null". */
export type ObjectVersion = ObjectId & { readonly versionId: string }

/** The versions of a bucket's objects, as far as deleting them needs it. */
export interface ObjectVersions {
  /**
   * Every version of every object whose key begins with the prefix, also of objects that were deleted since: by their keys' bytes, and of a
   * key the last one first.
   */
  list(bucket: string, prefix: string): AsyncIterable<ObjectVersion>
  /** Deletes this very version for good, and no other. One that is gone already is no error. */
  remove(version: ObjectVersion): Promise<void>
}
