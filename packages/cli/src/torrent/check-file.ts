import { readFile } from 'node:fs/promises'
import { type ParsedMetainfo, type PieceVerification, parseMetainfo, verifyFile } from '@chronicle/torrent'
import { InvalidArgument } from '../invalid-argument.ts'
import { asInvalidArgument, openContent } from './hash-file.ts'
import { createProgressBar } from './progress-bar.ts'

/** Holds a file against a torrent. Throws InvalidArgument where one of them cannot be read, MetainfoError for what is no torrent. */
export async function checkFile(
  path: string,
  torrent: string,
  progress: NodeJS.WriteStream,
): Promise<{ readonly metainfo: ParsedMetainfo; readonly verification: PieceVerification }> {
  const metainfo = parseMetainfo(
    await readFile(torrent).catch((error: Error) => {
      throw new InvalidArgument(`cannot read ${torrent}: ${error.message}`)
    }),
  )
  const { file, size } = await openContent(path)
  await file.close()
  const bar = createProgressBar(progress, Math.min(size, metainfo.length))
  const verification = await verifyFile(path, metainfo, { onProgress: bar.show })
    .catch(asInvalidArgument)
    .finally(bar.end)
  return { metainfo, verification }
}
