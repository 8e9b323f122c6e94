import type { Deps } from '../deps.ts'

/** The bucket that the API is about. An event names its own; a request names none. */
export function bucketOf({ config }: Pick<Deps, 'config'>): string {
  if (config.bucket === undefined) throw new Error('S3_BUCKET is not set, so it is unknown whose objects are asked for')
  return config.bucket
}
