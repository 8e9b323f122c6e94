import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parseMetainfo, verifyPieces } from '@chronicle/torrent'
import type { SavedFiles } from './save-recording.ts'

/** Hashes the saved file again and holds it against its torrent; answers the number of pieces. Throws if any does not fit. */
export async function verifyTorrent({ recording, torrent }: SavedFiles): Promise<number> {
  const metainfo = parseMetainfo(await readFile(torrent))
  const { ok, badPieces } = await verifyPieces(createReadStream(recording), metainfo)
  if (!ok)
    throw new Error(
      `${recording} does not fit its torrent; bad pieces: ${badPieces.join(', ') || 'its length differs'}`,
    )
  return metainfo.pieces.length / 20
}
