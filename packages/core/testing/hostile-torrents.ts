import { type HostileBody, wrongAnywhere } from './hostile-bodies.ts'

/** A key that no object with a torrent has: what it tries, the key, and a part of what is said to it. */
export type HostileKey = readonly [tries: string, key: string, says: string]

/** For `GET /torrents?key=` and `POST /torrents` alike. To add one: what it tries, the key, and what the answer must say. */
export const hostileKeys: readonly HostileKey[] = [
  ['nothing', '', 'key'],
  ['a torrent', 'a.bin.torrent', 'it is a torrent'],
  ['a torrent in capitals', 'a.bin.TORRENT', 'it is a torrent'],
  ['a torrent of a torrent', 'a.bin.torrent.torrent', 'it is a torrent'],
  ['the ending alone', '.torrent', 'it is a torrent'],
  ['a torrent in a folder', 'films/.torrent', 'it is a torrent'],
  ['what is rendered', '.chronicle/rendered/x', 'it is internal'],
  ['a spooled part', '.chronicle/spool/part-1', 'it is internal'],
  ['the internal folder itself', '.chronicle/', 'it is internal'],
  ['a way out of the internal folder', '.chronicle/../a.bin', 'it is internal'],
  ['1,017 bytes', 'x'.repeat(1017), '1016 bytes'],
  ['1,017 bytes of few characters', `${'🎥'.repeat(254)}x`, '1016 bytes'],
  ['1,018 bytes of letters beyond ASCII', 'é'.repeat(509), '1016 bytes'],
  ['8,000 bytes', 'x'.repeat(8000), '1016 bytes'],
  ['folders in folders without end', 'a/'.repeat(2000), '1016 bytes'],
  ['half a surrogate pair', 'a\ud83c.bin', 'whole characters'],
  ['the other half', 'a\udfa5.bin', 'whole characters'],
  ['halves the wrong way round', '\udfa5\ud83c', 'whole characters'],
]

/** Keys that an object might have, and none has: names that mean something to a shell, a path, a query or a header. */
export const oddKeys: readonly string[] = [
  ...['..', '../../etc/passwd', '/', '//', '/etc/passwd', './a.bin', 'a.bin/', 'a.bin/../a.bin', '%2e%2e/a.bin'],
  ...[
    'A.BIN',
    'a.bin ',
    ' a.bin',
    'a.bin\u0000',
    'a.bin\n',
    'a.bin\r\nX: 1',
    'a.bin?versionId=1',
    'a.bin#x',
    '*',
    '%00',
  ],
  ...[
    '-rf',
    '--help',
    '$(id)',
    '`id`',
    ';id',
    '|id',
    "' OR 1=1 --",
    '{"S":"x"}',
    '__proto__',
    'constructor',
    'toString',
  ],
  ...[
    'https://169.254.169.254/latest',
    's3://another-bucket/a.bin',
    'arn:aws:s3:::bucket/a.bin',
    '<script>',
    '\u202e',
    '\ufffd',
  ],
  ...['\u0000', '\u007f', '\ufeff', '\uffff', 'é', 'e\u0301', '🎥', 'x'.repeat(1016)],
]

const wrong = (name: string, fields: object, says = 'key'): HostileBody => ({
  ...{ name, body: JSON.stringify(fields), says },
  ...{ status: 400, code: 'INVALID_REQUEST' },
})

/** Bodies of `POST /torrents` that must be refused. To add one: what it is, its fields, and what the answer must say. */
export const hostileOrders: readonly HostileBody[] = [
  // There are two kinds of orders, and what is no object is neither.
  ...wrongAnywhere.map((body) => (body.says === 'expected object' ? { ...body, says: 'give either `key`' } : body)),
  ...hostileKeys.map(([name, key, says]) => wrong(`a key that is ${name}`, { key }, says)),
  wrong('an object without fields', {}),
  wrong('a key of another name', { Key: 'a.bin' }),
  wrong('a request for a job', { url: 'https://example.com/live/stream.m3u8' }),
  wrong('a bucket beside the key', { key: 'a.bin', bucket: 'theirs' }, 'bucket'),
  wrong('a version beside the key', { key: 'a.bin', versionId: '1' }, 'versionId'),
  wrong('a field with an empty name', { key: 'a.bin', '': 1 }, 'body: '),
  wrong('a thousand fields', { key: 'a.bin', ...Array.from({ length: 1000 }, () => 1) }, 'Unrecognized keys'),
  wrong('a key that is null', { key: null }),
  wrong('a key that is a number', { key: 7 }),
  wrong('a key that is true', { key: true }),
  wrong('a list of keys', { key: ['a.bin'] }),
  wrong('a key that is an object', { key: { toString: 'a.bin' } }),
]

/** What is no query of `GET /torrents`, whatever objects there are, and a part of what is said to it. */
export const hostileTorrentQueries: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ...hostileKeys.map(([name, key, says]) => [`a key that is ${name}`, { key }, says] as const),
  ['no key', {}, 'key'],
  ['a key of another name', { Key: 'a.bin' }, 'key'],
  ['a list of keys as some write it', { 'key[]': 'a.bin' }, 'key'],
  ['another parameter', { key: 'a.bin', bucket: 'theirs' }, 'bucket'],
  ['a version', { key: 'a.bin', versionId: 'v1' }, 'versionId'],
]

/** Ids that no job has, in the path of a request. */
export const hostileJobIds: readonly string[] = [
  ...['job-2', 'x'.repeat(65), 'x'.repeat(5000), 'a b', '..', '%2e%2e', '%00', 'job-1%00', 'job-1\n', 'jоb-1', 'JOB-1'],
  ...[
    '*',
    '{}',
    '[object Object]',
    '__proto__',
    'constructor',
    '🎥',
    '%',
    '%zz',
    '%ud800',
    "' OR 1=1 --",
    '<script>',
    ' job-1',
  ],
]
