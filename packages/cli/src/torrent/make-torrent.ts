import { realpath, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import {
  BLOCK_LENGTH,
  createMetainfo,
  type Metainfo,
  type PieceLengthRule,
  pieceLengthFor,
  torrentName,
  transmission3,
} from '@chronicle/torrent'
import { InvalidArgument } from '../invalid-argument.ts'
import { hashContent, openContent } from './hash-file.ts'
import { createProgressBar } from './progress-bar.ts'
import { requireOutput } from './require-output.ts'

export type TorrentChoices = {
  readonly output: string | undefined
  readonly force: boolean
  readonly trackerTiers: readonly (readonly string[])[]
  readonly webSeeds: readonly string[]
  readonly isPrivate: boolean
  readonly source: string | undefined
  readonly comment: string | undefined
  readonly hybrid: boolean
  readonly rule: PieceLengthRule
  /** Bytes; undefined leaves it to the rule. */
  readonly pieceLength: number | undefined
}

/** Makes the torrent of a file beside it, or where `output` says. Throws InvalidArgument, and MetainfoError for what no client could use. */
export async function makeTorrentOf(
  path: string,
  choices: TorrentChoices,
  progress: NodeJS.WriteStream,
): Promise<Metainfo & { readonly output: string; readonly length: number; readonly pieceLength: number }> {
  const output = choices.output ?? `${path}.torrent`
  await requireOutput(output, path, choices.force)
  const { file: opened, size } = await openContent(path)
  await using file = opened
  const pieceLength = choices.pieceLength ?? pieceLengthFor(size, choices.rule)
  // What cannot become a torrent is said before a terabyte is read.
  if (choices.hybrid && pieceLength < BLOCK_LENGTH)
    throw new InvalidArgument(`pieces of ${pieceLength} bytes are too small: a hybrid has at least ${BLOCK_LENGTH}`)
  const about = { name: await nameOf(path, choices.rule), length: size, pieceLength }
  metainfoOf(choices, { ...about, pieces: new Uint8Array(20 * Math.ceil(size / pieceLength)) })

  const bar = createProgressBar(progress, size)
  const hashes = await hashContent({ file, size, path }, { pieceLength, hybrid: choices.hybrid }, bar.show).finally(
    bar.end,
  )
  const metainfo = metainfoOf(choices, { ...about, ...hashes })
  await writeFile(output, metainfo.torrent, { flag: choices.force ? 'w' : 'wx' }).catch((error: Error) => {
    throw new InvalidArgument(`cannot write ${output}: ${error.message}`)
  })
  return { ...metainfo, output, length: size, pieceLength }
}

/** What it is called where it lies. transmission-create follows a link, and calls it by what that leads to. */
async function nameOf(path: string, rule: PieceLengthRule): Promise<string> {
  return torrentName(basename(rule === 'tr3' ? await realpath(path) : resolve(path)))
}

type Content = Pick<Parameters<typeof createMetainfo>[0], 'name' | 'length' | 'pieceLength' | 'pieces' | 'tree'>

function metainfoOf(choices: TorrentChoices, content: Content): Metainfo {
  const { trackerTiers, webSeeds, isPrivate, source, comment, rule } = choices
  const options = {
    ...content,
    trackerTiers,
    webSeeds,
    creationDate: new Date(),
    ...(isPrivate && { isPrivate }),
    ...(source !== undefined && { source }),
    ...(comment !== undefined && { comment }),
  }
  if (rule === 'tr3') return createMetainfo(transmission3({ ...options, trackers: trackerTiers.flat() }))
  return createMetainfo({ ...options, createdBy: 'Chronicle' })
}
