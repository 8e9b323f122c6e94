import { setTimeout as sleep } from 'node:timers/promises'
import type { Link, ObjectId } from '@chronicle/core'
import { type ApiClient, ApiError } from '../api-client.ts'
import { InvalidArgument } from '../invalid-argument.ts'

const LOOK_EVERY_MS = 1000

/** The bucket and the key of `s3://bucket/key`, or undefined for anything else. The key is taken as it stands, nothing is decoded. */
export function parseS3Uri(text: string): ObjectId | undefined {
  const [, bucket, key] = /^s3:\/\/([^/]*)\/?(.*)$/su.exec(text) ?? []
  if (bucket === undefined || key === undefined) return undefined
  if (bucket === '' || key === '') throw new InvalidArgument(`"${text}" names no object; give s3://bucket/key`)
  return { bucket, key }
}

/**
 * Has the API make the torrent of an object that has none, waits for it, and answers a link to it.
 * Throws ApiError, with the reason where none can be made, and InvalidArgument where the API serves another bucket.
 */
export async function orderTorrent(
  api: Pick<ApiClient, 'orderTorrent' | 'torrent'>,
  { bucket, key }: ObjectId,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<Link> {
  const { bucket: ours, torrent } = await api.orderTorrent(key)
  if (ours !== bucket) throw new InvalidArgument(`the bucket "${bucket}" is not this Chronicle's, which is "${ours}"`)
  if (torrent === 'ordered') say(`the torrent of ${key} is being made`)
  for (;;) {
    const link = await api.torrent(key).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'TORRENT_NOT_READY') return undefined
      throw error
    })
    if (link) return link
    await sleep(LOOK_EVERY_MS, undefined, { signal })
  }
}
