import type { ObjectId } from '@chronicle/core'
import type { ParsedMetainfo } from '@chronicle/torrent'
import type { Deps } from '../deps.ts'
import { SeedingFailed } from '../failures.ts'
import type { TorrentToSeed } from './fetch-torrent.ts'

/** The object version whose bytes are fetched. */
export type ContentSource = ObjectId & { readonly etag: string; readonly versionId?: string }

/**
 * Finds the version that the torrent names; the current one where it names none, since its pieces will tell whether it is right.
 * Throws SeedingFailed where it is gone, or cannot be what the torrent describes.
 */
export async function findSource(
  { objects }: Pick<Deps, 'objects'>,
  { etag, versionId, ...id }: TorrentToSeed['source'],
  { length }: Pick<ParsedMetainfo, 'length'>,
): Promise<ContentSource> {
  const head = await objects.head(id, versionId)
  if (!head)
    throw new SeedingFailed('CONTENT_MISSING', `"${id.key}" is not in the bucket any more; only its torrent is`)
  if (head.size !== length || (etag !== undefined && head.etag !== etag))
    throw new SeedingFailed(
      'CONTENT_CHANGED',
      `"${id.key}" is another object by now than the one its torrent describes`,
    )
  return { ...id, etag: head.etag, ...(versionId !== undefined && { versionId }) }
}
