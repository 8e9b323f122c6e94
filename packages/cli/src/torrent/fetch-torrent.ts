import { writeFile } from 'node:fs/promises'
import type { ObjectId } from '@chronicle/core'
import { magnetLink, parseMetainfo, torrentName } from '@chronicle/torrent'
import { type ApiClient, ApiError } from '../api-client.ts'
import { interruption } from '../interruption.ts'
import { InvalidArgument } from '../invalid-argument.ts'
import { orderTorrent } from './order-torrent.ts'

type FetchOptions = { readonly output?: string | undefined; readonly force: boolean }

/**
 * Saves the torrent of an object of the bucket, which is made first where there is none; its trackers and web seeds are the
 * API's. A file that is there is not written over, unless forced.
 */
export async function fetchTorrent(
  api: ApiClient,
  object: ObjectId,
  { output = torrentName(`${object.key}.torrent`), force }: FetchOptions,
  say: (line: string) => void,
): Promise<{ readonly output: string; readonly infoHash: string; readonly magnet: string }> {
  const { url } = await orderTorrent(api, object, say, interruption())
  const answer = await fetch(url)
  if (!answer.ok) throw new ApiError(`HTTP_${answer.status}`, `the link to the torrent answers ${answer.status}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const metainfo = parseMetainfo(bytes)
  await writeFile(output, bytes, { flag: force ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new InvalidArgument(`${output} is there already; --force writes over it`)
    throw new InvalidArgument(`cannot write ${output}: ${error.message}`)
  })
  return { output, infoHash: metainfo.infoHash, magnet: magnetLink(metainfo) }
}
