export type ObjectId = { readonly bucket: string; readonly key: string }

/** What S3 says of an object version; `etag` with its quotes, as S3 sends it. */
export type ObjectHead = {
  readonly size: number
  readonly etag: string
  readonly versionId?: string
  readonly metadata: Readonly<Record<string, string>>
  /** It is in an archive, and was not restored: it has to be before anyone can read it. */
  readonly isArchived?: true
}

export type PutRequest = {
  readonly body: Uint8Array
  readonly contentType: string
  readonly metadata: Readonly<Record<string, string>>
  /** Written only where no object is there (`If-None-Match: *`), or where the object there has this ETag (`If-Match`). */
  readonly onlyIf: 'absent' | { readonly etag: string }
}

/** S3, as far as torrents need it. */
export interface ObjectStore {
  /**
   * The current version, or the one named; undefined where there is none. Throws ObjectEncrypted for one that only the holder of
   * its key may look at.
   */
  head(id: ObjectId, versionId?: string): Promise<ObjectHead | undefined>
  /**
   * The bytes from `start` to `end` (both inclusive) of the version that has this ETag, in chunks as they arrive.
   * Throws ObjectChanged when the object there has another ETag by now or is gone, ObjectArchived when it is in an archive.
   */
  read(
    id: ObjectId,
    range: { readonly etag: string; readonly versionId?: string; readonly start: number; readonly end: number },
  ): AsyncIterable<Uint8Array>
  /** Answers whether it was written; false means that the condition did not hold. */
  put(id: ObjectId, request: PutRequest): Promise<boolean>
  /**
   * Deletes the current version if it has this ETag (`If-Match`); where the bucket keeps versions, it stays as an old one. Answers
   * whether it was deleted; false means that there is another, or none.
   */
  remove(id: ObjectId, onlyIf: { readonly etag: string }): Promise<boolean>
}
