import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ObjectChanged } from '@chronicle/core'
import { type ParsedMetainfo, verifyPieces } from '@chronicle/torrent'
import type { Deps } from '../deps.ts'
import { SeedingFailed } from '../failures.ts'
import { pause } from '../pause.ts'
import { fetchPieces } from './fetch-pieces.ts'
import type { TorrentToSeed } from './fetch-torrent.ts'
import { findSource } from './find-source.ts'
import { requireRoom } from './require-room.ts'

const LAST_FAILURE = 8

/**
 * Brings the content from S3 into a file, checked piece by piece as it comes. What is in the file already, from a transfer
 * that broke off or an earlier run, is checked first and fetched only where it is wrong. Throws SeedingFailed where the
 * object is not the one that the torrent describes, or S3 fails eight times without a further piece; the signal's reason when stopped.
 */
export async function fetchContent(
  deps: Pick<Deps, 'objects' | 'config' | 'log'>,
  { metainfo, source }: TorrentToSeed,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const object = await findSource(deps, source, metainfo)
  await using file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
  await requireRoom(file, dirname(path), metainfo.length)
  const missing = new Set(await missingPieces(file, metainfo))
  deps.log.info('fetching the content', { key: object.key, size: metainfo.length, missingPieces: missing.size })
  for (let failures = 0; missing.size > 0; ) {
    const before = missing.size
    try {
      await fetchPieces(deps, object, metainfo, { file, missing, signal })
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof SeedingFailed) throw error
      if (error instanceof ObjectChanged) throw new SeedingFailed('CONTENT_CHANGED', error.message, { cause: error })
      failures = missing.size < before ? 1 : failures + 1
      deps.log.warn('the content did not come yet', { failures, missingPieces: missing.size, error })
      if (failures === LAST_FAILURE)
        throw new SeedingFailed('CONTENT_UNREACHABLE', `"${object.key}" could not be read from S3; seed again later`, {
          cause: error,
        })
      await pause(deps.config.retryMs * 2 ** (failures - 1), signal)
    }
  }
  await file.truncate(metainfo.length)
}

async function missingPieces(file: FileHandle, metainfo: ParsedMetainfo): Promise<readonly number[]> {
  // No further than the torrent goes: a stream that is left off closes the file.
  const content = file.createReadStream({ start: 0, end: metainfo.length - 1, autoClose: false })
  return (await verifyPieces(content, metainfo)).badPieces
}
