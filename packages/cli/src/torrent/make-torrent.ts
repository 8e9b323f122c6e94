import { access, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import {
  createMetainfo,
  type Metainfo,
  type PieceLengthRule,
  pieceLengthFor,
  torrentName,
  transmission3,
} from '@chronicle/torrent'
import { InvalidArgument } from '../invalid-argument.ts'
import { hashFile, openContent } from './hash-file.ts'
import { createProgressBar } from './progress-bar.ts'

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
  if (resolve(output) === resolve(path))
    throw new InvalidArgument(`--output ${output} is the file itself; it would be gone`)
  if (!choices.force && (await isThere(output)))
    throw new InvalidArgument(`${output} is there already; --force writes over it`)
  const { file, size } = await openContent(path)
  const pieceLength = choices.pieceLength ?? pieceLengthFor(size, choices.rule)
  const about = { name: torrentName(basename(resolve(path))), length: size, pieceLength }
  // What cannot become a torrent is said before a terabyte is read.
  optionsOf(choices, { ...about, pieces: new Uint8Array(20 * Math.ceil(size / pieceLength)) })
  const bar = createProgressBar(progress, size)
  const hashes = await hashFile({ file, size, path }, { pieceLength, hybrid: choices.hybrid }, bar.show).finally(
    async () => {
      bar.end()
      await file.close()
    },
  )
  const metainfo = optionsOf(choices, { ...about, ...hashes })
  await writeFile(output, metainfo.torrent, { flag: choices.force ? 'w' : 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw new InvalidArgument(`${output} is there already; --force writes over it`)
      throw new InvalidArgument(`cannot write ${output}: ${error.message}`)
    },
  )
  return { ...metainfo, output, length: size, pieceLength }
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

type Content = Pick<Parameters<typeof createMetainfo>[0], 'name' | 'length' | 'pieceLength' | 'pieces' | 'tree'>

function optionsOf(choices: TorrentChoices, content: Content): Metainfo {
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
