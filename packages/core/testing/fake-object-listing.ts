import type { ObjectListing } from '../src/index.ts'
import type { FakeBucket } from './fake-object-store.ts'

/** As S3 has it. */
const PAGE = 1000

/** The keys of a bucket in memory, in S3's order: that of their UTF-8 bytes, which is not that of JavaScript's strings. */
export function createFakeObjectListing(stored: FakeBucket, pageSize = PAGE): ObjectListing {
  return {
    page: async (bucket, prefix, after) => {
      const all = stored
        .keys()
        .flatMap((path) => (path.startsWith(`${bucket}/${prefix}`) ? [Buffer.from(path.slice(bucket.length + 1))] : []))
        .filter((key) => Buffer.compare(key, Buffer.from(after)) > 0)
        .sort(Buffer.compare)
      return { keys: all.slice(0, pageSize).map(String), isLast: all.length <= pageSize }
    },
  }
}
