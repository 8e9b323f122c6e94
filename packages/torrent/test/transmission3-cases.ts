import { createHash } from 'node:crypto'

const KIB = 1024
const MIB = 1024 * KIB

/** One torrent that both are to make, from the same file with the same options. */
export type IdentityCase = {
  readonly title: string
  readonly name: string
  readonly size: number
  /** Zeros are written as a hole, so a large file takes no room. */
  readonly content: 'zeros' | 'bytes'
  readonly trackers: readonly string[]
  readonly isPrivate: boolean
  readonly comment?: string
  /** Bytes; without it the rule decides. */
  readonly pieceLength?: number
}

const plain = { name: 'stream.mkv', content: 'zeros', trackers: [], isPrivate: false } as const

const around = (size: number) => [size - 1, size, size + 1]

/** The edges of the rule, and what no 32-bit number counts. */
const sizes: readonly IdentityCase[] = [
  ...[50, 150, 350, 512, 1024, 2048].flatMap((tier) => around(tier * MIB)),
  ...around(4096 * MIB),
  ...around(32 * KIB),
  1,
].map((size) => ({ ...plain, size, title: `${size} bytes` }))

const names = [
  'a',
  'a b',
  ' leading',
  'trailing ',
  'a+b',
  'a%20b',
  '100%',
  'a&b=c',
  "it's",
  '"quoted"',
  '-p',
  '--help',
  '.hidden',
  '..x',
  'x..',
  '~',
  '#1',
  '?',
  '*',
  'a:b',
  'a|b',
  '<a>',
  '{a}',
  '[a]',
  '$HOME',
  '`ls`',
  '!',
  'a;b',
  'é',
  'é',
  'Ünïcödé',
  '日本語',
  'عربى',
  'עברית',
  '🎥',
  '👩‍👩‍👧',
  'a\u00a0b',
  'a\u200bb',
  '﻿bom',
  'x.torrent',
  'no.ext.',
  'i1e',
  'd3:fooe',
  '4:spam',
  `${'n'.repeat(251)}.mkv`,
  'é'.repeat(127),
  '🎥'.repeat(63),
  `${'長'.repeat(83)}.ts`,
] as const

const one = 'udp://one.example:1337/announce'
const trackerLists: readonly (readonly string[])[] = [
  [one],
  [one, 'https://two.example/announce'],
  [one, one],
  ['http://three.example:80/announce', one, 'https://two.example/announce?passkey=0123'],
  Array.from({ length: 127 }, (_, index) => `udp://t${index}.example:80/announce`),
  Array.from({ length: 128 }, (_, index) => `udp://t${index}.example:80/announce`),
  Array.from({ length: 200 }, (_, index) => `https://t${index}.example/announce`),
]

const comments = ['a comment', 'Ünïcode 🎥', 'two\nlines', ' ', '"', 'x'.repeat(3000)]

const small = { ...plain, content: 'bytes', size: 100_001 } as const

const named: readonly IdentityCase[] = names.map((name) => ({
  ...small,
  name,
  title: `the name ${JSON.stringify(name)}`,
}))

const announced: readonly IdentityCase[] = trackerLists.flatMap((trackers) =>
  [false, true].map((isPrivate) => ({
    ...small,
    trackers,
    isPrivate,
    title: `${trackers.length} trackers${isPrivate ? ', private' : ''}`,
  })),
)

const commented: readonly IdentityCase[] = comments.map((comment) => ({
  ...small,
  comment,
  title: `the comment ${JSON.stringify(comment.slice(0, 20))}`,
}))

const lengths = Array.from({ length: 16 }, (_, power) => KIB * 2 ** power)
const sized: readonly IdentityCase[] = lengths.flatMap((pieceLength) =>
  [pieceLength - 1, pieceLength, pieceLength + 1, 3 * pieceLength].map((size) => ({
    ...plain,
    size,
    pieceLength,
    title: `${size} bytes, -s ${pieceLength / KIB}`,
  })),
)

/** A number below `limit`, the same in each run. */
const choose = (index: number, what: string, limit: number) =>
  createHash('sha256').update(`${index} ${what}`).digest().readUInt32BE() % limit
const pick = <Value>(values: readonly Value[], index: number, what: string) =>
  values[choose(index, what, values.length)] as Value

/** Everything at once, so that no option is only right alone. */
const mixed: readonly IdentityCase[] = Array.from({ length: 150 }, (_, index) => {
  const trackers = pick([[], ...trackerLists], index, 'trackers')
  const comment = pick([undefined, ...comments], index, 'comment')
  const pieceLength = pick([undefined, ...lengths.slice(0, 10)], index, 'length')
  return {
    title: `mixture ${index}`,
    name: pick(names, index, 'name'),
    size: 1 + choose(index, 'size', 700_000),
    content: 'bytes',
    trackers,
    isPrivate: trackers.length > 0 && choose(index, 'private', 2) === 1,
    ...(comment !== undefined && { comment }),
    ...(pieceLength !== undefined && { pieceLength }),
  }
})

export const identityCases: readonly IdentityCase[] = [
  ...sizes,
  ...named,
  ...announced,
  ...commented,
  ...sized,
  ...mixed,
]
