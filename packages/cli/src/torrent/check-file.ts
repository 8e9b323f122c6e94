import { readFile } from 'node:fs/promises'
import { type ParsedMetainfo, type PieceVerification, parseMetainfo, verifyPieces } from '@chronicle/torrent'
import { InvalidArgument } from '../invalid-argument.ts'
import { chunksOf, openContent } from './hash-file.ts'
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
  const { file: opened, size } = await openContent(path)
  await using file = opened
  const bar = createProgressBar(progress, size)
  const verification = await verifyPieces(chunksOf(file, bar.show), metainfo).finally(bar.end)
  return { metainfo, verification }
}
