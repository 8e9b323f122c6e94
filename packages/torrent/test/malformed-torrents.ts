import independent from 'bencode'
import { plainPieces } from './plain-pieces.ts'

export type Malformed = { readonly title: string; readonly torrent: Uint8Array }

const info = { length: 5, name: 'x', 'piece length': 4, pieces: plainPieces(new Uint8Array(5), 4) }
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const good = independent.encode({ announce: 'http://a', info })
const text = Buffer.from(good).toString('latin1')

/** Not bencode, or not in its canonical form. */
const encodings = [
  '',
  ' ',
  '\n',
  '\0',
  'd',
  'l',
  'i',
  '0',
  ':',
  '-',
  'e',
  '1',
  '0:',
  '1:',
  '1:a',
  'i0e',
  'le',
  'de',
  'ie',
  'i-e',
  'i-0e',
  'i00e',
  'i01e',
  'i-01e',
  'i+1e',
  'i 1e',
  'i1 e',
  'i1.5e',
  'i1e3e',
  'ie1',
  'i1',
  'i9007199254740992e',
  'i-9007199254740992e',
  'i99999999999999999999999e',
  `i${'9'.repeat(100_000)}e`,
  `i${'9'.repeat(100_000)}`,
  '01:a',
  '00:',
  '-1:a',
  '+1:a',
  ' 1:a',
  '1 :a',
  '1:ab',
  '2:a',
  '5:abc',
  'a:b',
  '1;a',
  '99999999999999:a',
  '9007199254740993:',
  `${'9'.repeat(100_000)}:`,
  '4294967296:a',
  '2147483648:a',
  'd1:a',
  'd1:ai1e',
  'd1:a1:b',
  'di1e1:ae',
  'dle1:ae',
  'dde1:ae',
  'd1:b1:x1:a1:ye',
  'd1:a1:x1:a1:ye',
  'd2:aa1:x1:a1:ye',
  'd1:aee',
  'de de',
  'dede',
  'lelee',
  'l'.repeat(101),
  'l'.repeat(1_000_000),
  `${'l'.repeat(102)}${'e'.repeat(102)}`,
  'd1:a'.repeat(1000),
  'd1:a'.repeat(200_000),
  `${'d1:a'.repeat(102)}de${'e'.repeat(102)}`,
  '<html>',
  '{"info":{}}',
  '%PDF-1.7',
  'magnet:?xt=urn:btih:0',
  '\u00ef\u00bb\u00bfd4:infodee',
  'PK\u0003\u0004',
  '\u001f\u008b\u0008',
] as const

const shorten = (value: string) => (value.length > 30 ? `${value.slice(0, 30)}… of ${value.length} bytes` : value)

const wrongEncodings: readonly Malformed[] = encodings.map((value) => ({
  title: `all of it ${JSON.stringify(shorten(value))}`,
  torrent: latin1(value),
}))

/** Cut, repeated, or with something around it. */
const damaged: readonly Malformed[] = [
  ...Array.from({ length: 16 }, (_, index) => {
    const end = Math.floor((good.byteLength * index) / 16) || 1
    return { title: `the first ${end} bytes of a good one`, torrent: good.subarray(0, end) }
  }),
  { title: 'all but its last byte', torrent: good.subarray(0, -1) },
  { title: 'all but its first byte', torrent: good.subarray(1) },
  { title: 'a line feed behind it', torrent: latin1(`${text}\n`) },
  { title: 'a zero before it', torrent: latin1(`\0${text}`) },
  { title: 'it twice', torrent: latin1(text + text) },
  { title: 'it in a list', torrent: latin1(`l${text}e`) },
  { title: 'it in a string', torrent: latin1(`${text.length}:${text}`) },
  { title: 'it as UTF-8 of its bytes', torrent: new TextEncoder().encode(text) },
]

const pieces = (count: number) => new Uint8Array(20 * count)

/** Fields of the info that it cannot do without, and what they cannot be. */
const wrongInfo: Readonly<Record<string, readonly unknown[]>> = {
  name: [
    1,
    -1,
    [],
    ['x'],
    {},
    { x: 1 },
    '',
    '.',
    '..',
    '/',
    'a/b',
    '../x',
    '/etc/passwd',
    'a\\b',
    '..\\x',
    'a\0b',
    '\n',
    'a\u007fb',
    'a\u0085b',
    'x'.repeat(256),
    latin1('\u00ff'),
    latin1('\u00c3'),
    latin1('\u00ed\u00a0\u0080'),
  ],
  length: ['5', '', [], [5], {}, -1, 0, -5, 4, 9, 1000, 2 ** 40, Number.MAX_SAFE_INTEGER],
  'piece length': ['4', '', [], {}, 0, -1, -4, 1, 2, 5, 8, 2 ** 40],
  pieces: [
    1,
    [],
    {},
    '',
    'x',
    [pieces(2)],
    pieces(0),
    pieces(1),
    pieces(3),
    pieces(2).subarray(1),
    new Uint8Array(41),
    new Uint8Array(39),
  ],
  files: [[], [{ length: 5, path: ['x'] }], {}, '', 0],
}

/** Fields beside it. */
const wrongRoot: Readonly<Record<string, readonly unknown[]>> = {
  info: ['', 'x', 1, [], [info], latin1(Buffer.from(independent.encode(info)).toString('latin1'))],
  announce: [1, -1, {}, { a: 1 }, latin1('\u00ff'), [1], [[1]], [{}]],
  'announce-list': [1, {}, [1], [[1]], [[[1]]], [{}], [[{}]], [latin1('\u00ff')], [[latin1('\u00fe')]]],
  'url-list': [1, {}, [1], [[1]], [{}], latin1('\u00ff'), ['http://a', 1]],
  'creation date': ['', 'today', '0', [], [0], {}, -1, -(2 ** 40), 8_640_000_000_001, Number.MAX_SAFE_INTEGER],
  comment: [0, [], ['x'], {}, latin1('\u00ff'), latin1('a\u00c3')],
  'created by': [0, [], ['x'], {}, latin1('\u00ff')],
}

const shown = (value: unknown) =>
  shorten(
    value instanceof Uint8Array
      ? `${value.byteLength} bytes ${Buffer.from(value).toString('hex')}`
      : (JSON.stringify(value) ?? 'missing'),
  )

const each = (fields: typeof wrongInfo, where: string, encode: (change: object) => Uint8Array): readonly Malformed[] =>
  Object.entries(fields).flatMap(([field, values]) =>
    values.map((value) => ({ title: `${where}"${field}" is ${shown(value)}`, torrent: encode({ [field]: value }) })),
  )

/** Without one of its fields, or of a version that is not read. */
const incomplete: readonly Malformed[] = [
  ...Object.keys(info).map((field) => ({
    title: `there is no "${field}"`,
    torrent: independent.encode({ info: Object.fromEntries(Object.entries(info).filter(([name]) => name !== field)) }),
  })),
  { title: 'there is no info', torrent: independent.encode({ announce: 'http://a' }) },
  {
    title: 'it is of version 2 alone',
    torrent: independent.encode({ info: { 'file tree': {}, 'meta version': 2, name: 'x', 'piece length': 16_384 } }),
  },
]

/** A hybrid in which the parts of version 2 are wrong, or not about the file of version 1. */
const tree = { length: 5, 'pieces root': new Uint8Array(32) }
const hybridInfo = {
  ...info,
  'piece length': 16_384,
  pieces: plainPieces(new Uint8Array(5), 16_384),
  'meta version': 2,
  'file tree': { x: { '': tree } },
}

export const hybridWithoutFault = independent.encode({ info: hybridInfo, 'piece layers': {} })

const wrongHybrids: readonly Malformed[] = [
  ...Object.entries({
    'meta version': [0, 1, 3, -2, '2', [], {}],
    'piece length': [8192, 16_383, 16_385, 49_152],
    'file tree': [
      [],
      '',
      1,
      {},
      { x: 1 },
      { x: {} },
      { x: { '': [] } },
      { y: { '': tree } },
      { x: { '': tree }, y: { '': tree } },
      { x: { y: { '': tree } } },
      { x: { '': { ...tree, length: 6 } } },
      { x: { '': { ...tree, length: '5' } } },
      { x: { '': { length: 5 } } },
      { x: { '': { ...tree, 'pieces root': 1 } } },
      { x: { '': { ...tree, 'pieces root': new Uint8Array(20) } } },
      { x: { '': { 'pieces root': new Uint8Array(32) } } },
    ],
  }).flatMap(([field, values]) =>
    values.map((value) => ({
      title: `in the info of a hybrid, "${field}" is ${shown(value)}`,
      torrent: independent.encode({ info: { ...hybridInfo, [field]: value }, 'piece layers': {} }),
    })),
  ),
  ...[undefined, [], '', 1].map((layers) => ({
    title: `of a hybrid, "piece layers" is ${shown(layers)}`,
    torrent: independent.encode({ info: hybridInfo, ...(layers !== undefined && { 'piece layers': layers }) }),
  })),
  {
    title: 'a hybrid has no layer for a file of two pieces',
    torrent: independent.encode({
      info: {
        ...hybridInfo,
        length: 20_000,
        pieces: plainPieces(new Uint8Array(20_000), 16_384),
        'file tree': { x: { '': { ...tree, length: 20_000 } } },
      },
      'piece layers': {},
    }),
  },
]

/** What the parser refuses, each with a MetainfoError and at once. */
export const malformedTorrents: readonly Malformed[] = [
  ...wrongEncodings,
  ...damaged,
  ...each(wrongInfo, 'in info, ', (change) => independent.encode({ info: { ...info, ...change } })),
  ...each(wrongRoot, '', (change) => independent.encode({ info, ...change })),
  ...incomplete,
  ...wrongHybrids,
]
