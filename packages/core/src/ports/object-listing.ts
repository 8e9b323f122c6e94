/** Keys as they follow each other in a bucket. */
export type ListingPage = {
  readonly keys: readonly string[]
  /** Nothing comes after them. */
  readonly isLast: boolean
}

/** A bucket's keys, page by page. */
export interface ObjectListing {
  /**
   * At most 1,000 keys that begin with the prefix and come after the one given, in the order of their UTF-8 bytes. An empty prefix is
   * the whole bucket, an empty key the beginning. The next page comes after the last key of this one, whatever was put and deleted
   * meanwhile; so a listing can be left at any key, and gone on with at any time.
   */
  page(bucket: string, prefix: string, after: string): Promise<ListingPage>
}
