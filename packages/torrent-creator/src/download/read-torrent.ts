import { ObjectChanged, type ObjectHead, type ObjectId } from '@chronicle/core'
import { MetainfoError, type ParsedMetainfo, parseMetainfo } from '@chronicle/torrent'
import type { Deps } from '../deps.ts'
import { TorrentUnreadable } from './errors.ts'

/** S3's largest object, of 50 TB, has one of 32 MB. What is larger is no torrent of an object. */
const MAX_BYTES = 40 * 1024 * 1024

const ATTEMPTS = 3

export type StoredTorrent = {
  readonly bytes: Uint8Array
  readonly metainfo: ParsedMetainfo
  readonly metadata: ObjectHead['metadata']
}

/**
 * The torrent as it is kept, or undefined where there is none.
 * Throws TorrentUnreadable, and ObjectChanged where it was replaced each time that it was read.
 */
export async function readTorrent(
  { objects }: Pick<Deps, 'objects'>,
  id: ObjectId,
): Promise<StoredTorrent | undefined> {
  for (let attempt = 1; ; attempt++) {
    const head = await objects.head(id)
    if (!head) return undefined
    const { etag, size, metadata } = head
    if (size === 0 || size > MAX_BYTES) throw new TorrentUnreadable(id.key, `it has ${size} bytes`)
    try {
      const chunks: Uint8Array[] = []
      for await (const chunk of objects.read(id, { etag, start: 0, end: size - 1 })) chunks.push(chunk)
      const bytes = Buffer.concat(chunks)
      return { bytes, metainfo: parseMetainfo(bytes), metadata }
    } catch (error) {
      if (error instanceof MetainfoError) throw new TorrentUnreadable(id.key, error.message, { cause: error })
      if (!(error instanceof ObjectChanged) || attempt === ATTEMPTS) throw error
    }
  }
}
