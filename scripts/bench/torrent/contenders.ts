import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Goal } from '../report.ts'
import type { Contender } from '../rounds.ts'
import { type Program, timed } from './programs.ts'

export type Stage = {
  /** A folder in memory (tmpfs), with the content in it. */
  readonly folder: string
  readonly content: string
  /** In bytes. */
  readonly size: number
  readonly ours: string
  readonly server: { readonly http: string; readonly https: string; readonly certificate: string } | undefined
  /** What takes transmission-create's poll away. */
  readonly noPoll: string | undefined
  readonly has: (program: Program) => boolean
  /** Told how much memory ours had at its peak, in MB. */
  readonly onMemory: (name: string, rss: number) => void
}

/** What is compared: the hashing of a file, over the net, out of memory, and over a net that fails. */
export const kinds: readonly string[] = ['file', 'http', 'https', 'memory', 'faults']

export type Comparison = {
  readonly about: string
  readonly contenders: readonly Contender[]
  readonly goals: readonly Goal[]
}

const GIB = 2 ** 30

/** Everything that can be compared here, each baseline with what ours is to be at least as many times as fast. */
export function comparisons(stage: Stage): Comparison[] {
  const { server } = stage
  return [
    ofFile(stage),
    ...(server === undefined ? [] : [overNet(stage, 'http', server.http), overNet(stage, 'https', server.https)]),
    ofHashing(stage),
  ]
}

/** Ours of a comparison, which comes first, without what it is compared with. */
export const alone = ({ about, contenders }: Comparison): Comparison => ({
  about,
  contenders: contenders.slice(0, 1),
  goals: [],
})

function ours({ ours: program, onMemory }: Stage, name: string, args: readonly string[]): Contender {
  return {
    name,
    run: async () => {
      const { ms, output } = await timed(process.execPath, [program, ...args])
      const { rss, surprises } = JSON.parse(output)
      if (surprises > 0) throw new Error(`${name}: the fast way failed ${surprises} times, so it was not measured`)
      onMemory(name, rss)
      return ms
    },
  }
}

/** What of each of ours is the start of Node. */
const nothing: Contender = {
  name: 'Node with nothing to do',
  run: async () => (await timed(process.execPath, ['-e', '0'])).ms,
}

/** Makes a torrent beside the content, and removes it. */
function maker(stage: Stage, name: string, program: Program, args: (out: string) => string[], environment = {}) {
  const out = join(stage.folder, 'made.torrent')
  const run = async () => {
    await rm(out, { force: true })
    return (await timed(program, args(out), environment)).ms
  }
  return { name, run, program }
}

const withoutPoll = ({ noPoll }: Stage) => ({ LD_PRELOAD: noPoll ?? '' })

function ofFile(stage: Stage): Comparison {
  const { content, size } = stage
  const [name, large] = ['file: ours', size >= 4 * GIB]
  const transmission = (out: string) => ['-o', out, content]
  const makers = [
    maker(stage, 'file: transmission-create', 'transmission-create', transmission),
    ...(stage.noPoll
      ? [
          maker(
            stage,
            'file: transmission-create without its poll',
            'transmission-create',
            transmission,
            withoutPoll(stage),
          ),
        ]
      : []),
    maker(stage, 'file: mktorrent', 'mktorrent', (out) => ['-t', '2', '-l', '23', '-o', out, content]),
    maker(stage, 'file: mkbrr', 'mkbrr', (out) => ['create', content, '-o', out]),
    maker(stage, 'file: create-torrent', 'create-torrent', (out) => [content, '-o', out]),
  ].filter(({ program }) => stage.has(program))
  const wanted: Readonly<Record<string, number>> = { mkbrr: large ? 1.2 : 1, 'create-torrent': 5 }
  return {
    about: 'file',
    contenders: [ours(stage, name, ['file', content]), nothing, ...makers],
    goals: makers.map((baseline) => ({ of: baseline.name, to: name, atLeast: wanted[baseline.program] ?? 1 })),
  }
}

function overNet(stage: Stage, scheme: 'http' | 'https', origin: string): Comparison {
  const { size, folder, server } = stage
  const url = `${origin}/content`
  const trust = scheme === 'https' ? [server?.certificate ?? ''] : []
  const copy = join(folder, 'copy')
  const download = (name: string, environment: object): Contender => ({
    name,
    run: async () => {
      const fetched = await timed('curl', [
        '-sS',
        '--fail',
        ...(trust.length > 0 ? ['--cacert', ...trust] : []),
        '-o',
        copy,
        url,
      ])
      const made = await maker(stage, name, 'transmission-create', (out) => ['-o', out, copy], environment).run()
      await rm(copy)
      return fetched.ms + made
    },
  })
  const name = `${scheme}: ours`
  const polling = `${scheme}: download, transmission-create`
  const baselines = stage.has('transmission-create') && stage.has('curl') ? [download(polling, {})] : []
  const quick = `${polling} without its poll`
  const more = baselines.length > 0 && stage.noPoll ? [download(quick, withoutPoll(stage))] : []
  const atLeast = scheme === 'https' ? 1.6 : size >= 4 * GIB ? 2.2 : 1.9
  return {
    about: scheme,
    contenders: [ours(stage, name, ['url', url, String(size), ...trust]), ...baselines, ...more],
    goals: [
      ...baselines.map(({ name: of }) => ({ of, to: name, atLeast })),
      ...more.map(({ name: of }) => ({ of, to: name, atLeast: scheme === 'https' ? 1.5 : 1.7 })),
    ],
  }
}

/** How many milliseconds each side hashes out of memory for. */
const WHILE = 2000

/** How fast threads of Node hash what is in memory, against what OpenSSL itself says that it can. */
function ofHashing(stage: Stage): Comparison {
  const { size, onMemory } = stage
  const [of, to] = ['memory: openssl speed -multi 2', 'memory: our threads']
  const openssl: Contender = {
    name: of,
    run: async () => {
      const args = ['speed', '-mr', '-evp', 'sha1', '-multi', '2', '-seconds', String(WHILE / 1000), '-bytes', '262144']
      const { output } = await timed('openssl', args)
      const perSecond = Number(/^\+F:\d+:sha1:([\d.]+)$/im.exec(output)?.[1])
      return (size / perSecond) * 1000
    },
  }
  const threads: Contender = {
    name: to,
    run: async () => {
      const { rss, perSecond } = JSON.parse(
        (await timed(process.execPath, [stage.ours, 'memory', String(WHILE)])).output,
      )
      onMemory(to, rss)
      return (size / perSecond) * 1000
    },
  }
  const about = 'memory'
  if (!stage.has('openssl')) return { about, contenders: [], goals: [] }
  return { about, contenders: [threads, openssl], goals: [{ of, to, atLeast: 0.95 }] }
}
