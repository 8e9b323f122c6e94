import type { ObjectId } from '@chronicle/core'
import { defineCommand } from 'citty'
import { bytes } from '../format.ts'
import { InvalidArgument } from '../invalid-argument.ts'
import { checkFile } from '../torrent/check-file.ts'
import { fetchTorrent } from '../torrent/fetch-torrent.ts'
import { makeTorrentOf } from '../torrent/make-torrent.ts'
import { parseS3Uri } from '../torrent/order-torrent.ts'
import { apiArgs, jsonArg, openApi } from './arguments.ts'

export const torrent = defineCommand({
  meta: {
    name: 'torrent',
    description: 'Make the torrent of a file or of an object of the bucket, or check a file against one',
  },
  args: {
    file: {
      type: 'positional',
      required: true,
      description: 'the file, or s3://bucket/key, whose torrent the API makes and this saves',
    },
    check: { type: 'string', description: 'make none, and hold the file against this torrent' },
    output: { type: 'string', description: 'where it goes; else beside the file, with .torrent at the end' },
    force: { type: 'boolean', default: false, description: 'write over a torrent that is there' },
    trackers: {
      type: 'string',
      default: '',
      description: 'announce URLs, in tiers separated by commas; within a tier by |',
    },
    'web-seeds': { type: 'string', default: '', description: 'URLs of the whole file, separated by commas (BEP 19)' },
    private: { type: 'boolean', default: false, description: 'peers come from the trackers alone (BEP 27)' },
    source: { type: 'string', description: 'a text that gives the torrent an info-hash of its own' },
    comment: { type: 'string', description: 'a text for people' },
    hybrid: { type: 'boolean', default: false, description: 'of versions 1 and 2 at once (BEP 52)' },
    rule: {
      type: 'enum',
      options: ['chronicle', 'tr3', 'tr4'] as ('chronicle' | 'tr3' | 'tr4')[],
      default: 'chronicle',
      description: 'who chooses the length of pieces; tr3 makes the very torrent that transmission-create 3.00 makes',
    },
    'piece-length': { type: 'string', description: 'KiB for each piece, a power of two' },
    ...apiArgs,
    ...jsonArg,
  },
  run: async ({ args }) => {
    const object = parseS3Uri(args.file)
    if (object) return save(object, args)
    if (args.check !== undefined) return check(args.file, args.check, args.json)
    const made = await makeTorrentOf(
      args.file,
      {
        output: args.output,
        force: args.force,
        trackerTiers: list(args.trackers, ',').map((tier) => list(tier, '|')),
        webSeeds: list(args['web-seeds'], ','),
        isPrivate: args.private,
        source: args.source,
        comment: args.comment,
        hybrid: args.hybrid,
        rule: args.rule,
        pieceLength: pieceLengthOf(args['piece-length']),
      },
      process.stderr,
    )
    const { torrent: _, ...facts } = made
    if (args.json) return console.log(JSON.stringify(facts))
    const v2 = made.infoHashV2 === undefined ? [] : [`            ${made.infoHashV2} (version 2)`]
    console.log(
      [`torrent     ${made.output}`, `info-hash   ${made.infoHash}`, ...v2, `magnet      ${made.magnet}`].join('\n'),
    )
  },
})

type SaveArgs = {
  readonly api?: string | undefined
  readonly check?: string | undefined
  readonly output?: string | undefined
  readonly force: boolean
  readonly json: boolean
}

/** What the torrent of an object says is the settings' of its Chronicle, so of the options only those of the file count. */
async function save(object: ObjectId, { check, json, ...args }: SaveArgs): Promise<void> {
  if (check !== undefined)
    throw new InvalidArgument('--check holds a file of this machine against a torrent; download it first')
  const saved = await fetchTorrent(await openApi(args), object, args, (line) => console.error(line))
  if (json) return console.log(JSON.stringify(saved))
  console.log(
    [`torrent     ${saved.output}`, `info-hash   ${saved.infoHash}`, `magnet      ${saved.magnet}`].join('\n'),
  )
}

async function check(file: string, torrentFile: string, json: boolean): Promise<void> {
  const { metainfo, verification } = await checkFile(file, torrentFile, process.stderr)
  const pieces = metainfo.pieces.byteLength / 20
  process.exitCode = verification.ok ? 0 : 1
  if (json) return console.log(JSON.stringify({ ...verification, pieces, infoHash: metainfo.infoHash }))
  if (verification.ok)
    return console.log(`${file} is what ${torrentFile} describes: ${pieces} pieces, ${bytes(metainfo.length)}`)
  const bad = verification.badPieces
  const wrong =
    bad.length === 0
      ? 'it goes on behind its end'
      : `${bad.length} of ${pieces} pieces differ: ${bad.slice(0, 20).join(', ')}${bad.length > 20 ? ', …' : ''}`
  console.error(`${file} is not what ${torrentFile} describes: ${wrong}`)
}

const list = (text: string, separator: string) => text.split(separator).flatMap((entry) => entry.trim() || [])

function pieceLengthOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const length = Number(text) * 1024
  if (Number.isInteger(Math.log2(length)) && length >= 1024) return length
  throw new InvalidArgument(`--piece-length "${text}" is no length; give KiB, a power of two such as 256 or 8192`)
}
