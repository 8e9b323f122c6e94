/** A body of POST /jobs that must be refused: as text, or as bytes where they are no text. */
export type HostileBody = {
  readonly name: string
  readonly body: string | Uint8Array
  readonly status: number
  readonly code: string
  /** Part of the detail that tells the caller what is wrong. */
  readonly says: string
}

const url = 'https://example.com/live/stream.m3u8'
const good = JSON.stringify({ url })
const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))

const refused =
  (status: number, code: string) =>
  (name: string, body: HostileBody['body'], says: string): HostileBody => ({ name, body, status, code, says })
const broken = refused(400, 'INVALID_BODY')
const wrong = refused(400, 'INVALID_REQUEST')
const large = refused(413, 'BODY_TOO_LARGE')
/** A request that is right but for these fields. */
const withFields = (name: string, fields: object, says: string) => wrong(name, JSON.stringify({ url, ...fields }), says)

/** One line for each body. To add one: what it is, the body, and what the answer must say. */
export const hostileBodies: readonly HostileBody[] = [
  // No JSON.
  broken('nothing', '', 'body is missing'),
  broken('one blank', ' ', 'not valid JSON'),
  broken('half an object', '{"url":', 'not valid JSON'),
  broken('an object without its end', `{"url":"${url}"`, 'not valid JSON'),
  broken('two objects', good + good, 'not valid JSON'),
  broken('an object and a word', `${good} please`, 'not valid JSON'),
  broken('an object and a NUL', `${good}\0`, 'not valid JSON'),
  broken('a comma after the last field', `{"url":"${url}",}`, 'not valid JSON'),
  broken('single quotes', `{'url':'${url}'}`, 'not valid JSON'),
  broken('a field without quotes', `{url:"${url}"}`, 'not valid JSON'),
  broken('a comment', `/* mine */${good}`, 'not valid JSON'),
  broken('a line break in a text', `{"url":"${url}\n"}`, 'not valid JSON'),
  broken('a NUL in a text', `{"url":"${url}\0"}`, 'not valid JSON'),
  broken('an escape that is none', String.raw`{"url":"https://example.com/\x41"}`, 'not valid JSON'),
  broken('NaN', '{"url":NaN}', 'not valid JSON'),
  broken('Infinity', `{"url":"${url}","maxDurationSeconds":Infinity}`, 'not valid JSON'),
  broken('a hexadecimal number', `{"url":"${url}","maxDurationSeconds":0x10}`, 'not valid JSON'),
  broken('a number that begins with 0', `{"url":"${url}","maxDurationSeconds":010}`, 'not valid JSON'),
  broken('undefined', 'undefined', 'not valid JSON'),
  broken('a URL alone', url, 'not valid JSON'),
  broken('a form', `url=${encodeURIComponent(url)}`, 'not valid JSON'),
  broken('a form of several parts', `--x\r\ncontent-disposition: form-data; name="url"\r\n\r\n${url}\r\n--x--`, 'JSON'),
  broken('XML', `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><url>&b;</url>`, 'JSON'),
  broken('HTML', `<html><script>fetch("${url}")</script></html>`, 'not valid JSON'),
  broken('YAML', `url: ${url}\n`, 'not valid JSON'),
  broken('a list of lists without end', '['.repeat(16_000), 'not valid JSON'),
  broken('objects in objects without end', '{"url":'.repeat(2_000), 'not valid JSON'),
  broken('a byte order mark before it', `\uFEFF${good}`, 'not valid JSON'),

  // A reach for the prototype.
  broken('a field "__proto__"', `{"__proto__":{"url":"${url}"}}`, 'not valid JSON'),
  broken('a field "__proto__" beside a URL', `{"url":"${url}","__proto__":{"jobId":"x"}}`, 'not valid JSON'),
  broken('a field "__proto__" in escapes', String.raw`{"\u005f_proto__":{"url":"${url}"}}`, 'not valid JSON'),
  broken('a field "constructor.prototype"', `{"url":"${url}","constructor":{"prototype":{}}}`, 'not valid JSON'),

  // No UTF-8.
  broken('JSON in UTF-16', bytes([0xff, 0xfe], [...Buffer.from(good, 'utf16le')]), 'not UTF-8'),
  broken('JSON in gzip', bytes([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0x03]), 'not UTF-8'),
  broken('a byte of Latin-1', bytes('{"url":"https://example.com/caf', [0xe9], '"}'), 'not UTF-8'),
  broken('a NUL in two bytes', bytes('{"url":"https://example.com/', [0xc0, 0x80], '"}'), 'not UTF-8'),
  broken(
    'half a surrogate pair in bytes',
    bytes('{"url":"https://example.com/', [0xed, 0xa0, 0x80], '"}'),
    'not UTF-8',
  ),
  broken('a character that is cut off', bytes('{"url":"https://example.com/', [0xf0, 0x9f], '"}'), 'not UTF-8'),

  // JSON, but no object.
  wrong('null', 'null', 'expected object'),
  wrong('true', 'true', 'expected object'),
  wrong('a number', '7', 'expected object'),
  wrong('a text', JSON.stringify(url), 'expected object'),
  wrong('JSON in a text', JSON.stringify(good), 'expected object'),
  wrong('an empty list', '[]', 'expected object'),
  wrong('a list of requests', `[${good}]`, 'expected object'),

  // An object, but no request.
  wrong('an object without fields', '{}', 'url: '),
  wrong('a URL in capitals', `{"URL":"${url}"}`, 'url: '),
  wrong('a field that is not known', JSON.stringify({ url, colour: 'red' }), '"colour"'),
  wrong('a field with an empty name', JSON.stringify({ url, '': 1 }), 'body: '),
  wrong('a field of endless name', JSON.stringify({ url, ['x'.repeat(15_000)]: 1 }), 'Unrecognized key'),
  wrong('a thousand fields', JSON.stringify({ url, ...Array.from({ length: 1000 }, () => 1) }), 'Unrecognized keys'),
  wrong('the key of an object, which is for messages', JSON.stringify({ url, s3Key: 'recordings/a.mkv' }), '"s3Key"'),
  wrong('what only we write', JSON.stringify({ url, status: 'COMPLETED', ttl: 1 }), '"status", "ttl"'),
  wrong('a URL that is null', '{"url":null}', 'url: '),
  wrong('a URL that is a list', JSON.stringify({ url: [url] }), 'url: '),
  wrong('a URL that is an object', JSON.stringify({ url: { toString: url } }), 'url: '),
  wrong('a URL that is empty', '{"url":""}', 'url: '),
  wrong('a URL with NUL in it', String.raw`{"url":"https://example.com/\u0000"}`, 'control characters'),
  wrong(
    'a URL with a line break, as for a second header',
    String.raw`{"url":"https://example.com/\r\nX: 1"}`,
    'white space',
  ),
  wrong('a URL with half a surrogate pair', String.raw`{"url":"https://example.com/\ud800"}`, 'url: holds a character'),
  wrong('a URL of which a byte was lost', '{"url":"https://example.com/caf\uFFFD"}', 'url: holds a character'),
  wrong('a URL of two, of which the last counts', `{"url":"${url}","url":"stream"}`, 'url: '),
  withFields('an id that is a number', { jobId: 7 }, 'jobId: '),
  withFields('an id that is empty', { jobId: '' }, 'jobId: '),
  withFields('an id that is a path', { jobId: '../../etc/passwd' }, 'jobId: '),
  withFields('an id of letters that look like ours', { jobId: 'jоb' }, 'jobId: '),
  withFields('an id of 65 characters', { jobId: 'x'.repeat(65) }, 'jobId: '),
  withFields('an id with a line break', { jobId: 'job\n' }, 'jobId: '),
  withFields('a file name that is empty', { filename: '' }, 'filename: '),
  withFields('a file name of 256 characters', { filename: 'x'.repeat(256) }, 'filename: '),
  withFields('a file name that is no text', { filename: { name: 'x' } }, 'filename: '),
  withFields('a file name with half a surrogate pair', { filename: '\udc00' }, 'filename: holds a character'),
  withFields('a duration of nothing', { maxDurationSeconds: 0 }, 'maxDurationSeconds: '),
  withFields('a duration below nothing', { maxDurationSeconds: -1 }, 'maxDurationSeconds: '),
  withFields('half a second', { maxDurationSeconds: 0.5 }, 'maxDurationSeconds: '),
  withFields('a duration in a text', { maxDurationSeconds: '60' }, 'maxDurationSeconds: '),
  withFields('a duration of more than a week', { maxDurationSeconds: 604_801 }, 'maxDurationSeconds: '),
  withFields('a duration that is true', { maxDurationSeconds: true }, 'maxDurationSeconds: '),
  wrong('a number too large for any', `{"url":"${url}","maxDurationSeconds":1e400}`, 'maxDurationSeconds: '),
  wrong(
    'a number of 5,000 digits',
    `{"url":"${url}","maxDurationSeconds":${'9'.repeat(5_000)}}`,
    'maxDurationSeconds: ',
  ),

  // Too large, whatever it says.
  large('a request of over 16 KiB', JSON.stringify({ url, filename: 'x'.repeat(16_384) }), 'at most 16384'),
  large('16 KiB and a blank', good.padEnd(16_385), 'has 16385 bytes; at most 16384'),
  large(
    '16 KiB of characters of three bytes each',
    JSON.stringify({ url, filename: '€'.repeat(5_500) }),
    'at most 16384',
  ),
  large('a list of lists without end, over 16 KiB', '['.repeat(100_000), 'at most 16384'),
  large('a megabyte of blanks', ' '.repeat(1_048_576), 'at most 16384'),
]

/** What no route takes that takes JSON: no JSON, too much of it, or no object. */
export const wrongAnywhere = hostileBodies.filter(
  ({ code, says }) => code !== 'INVALID_REQUEST' || says === 'expected object',
)

/** Bodies that are odd but right: what must be taken for the request `{url}`. */
export const oddBodies: readonly { readonly name: string; readonly body: string }[] = [
  { name: 'blanks around it', body: `\r\n\t ${good} \n` },
  {
    name: 'escapes for every character',
    body: `{"url":"${[...url].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"}`,
  },
  { name: 'slashes in escapes', body: good.replaceAll('/', '\\/') },
  { name: 'a key twice, of which the last counts', body: `{"url":"stream","url":"${url}"}` },
  { name: 'exactly 16 KiB', body: good.padEnd(16_384) },
]

/** How a content type may be sent: API Gateway gives a header twice, a load balancer only the second way. */
export type ContentType = {
  readonly name: string
  readonly headers: Record<string, string> | null
  readonly multiValueHeaders?: Record<string, string[]> | null
}

export const takenContentTypes: readonly ContentType[] = [
  { name: 'as everyone writes it', headers: { 'Content-Type': 'application/json' } },
  { name: 'in lower case', headers: { 'content-type': 'application/json' } },
  { name: 'in capitals', headers: { 'CONTENT-TYPE': 'APPLICATION/JSON' } },
  { name: 'in any case', headers: { 'cOnTeNt-TyPe': 'Application/Json' } },
  { name: 'with a charset', headers: { 'Content-Type': 'application/json; charset=utf-8' } },
  { name: 'with a charset in capitals', headers: { 'Content-Type': 'application/json;charset=UTF-8' } },
  { name: 'with a charset in quotes', headers: { 'Content-Type': 'application/json; charset="utf-8"' } },
  { name: 'with a parameter of its own', headers: { 'Content-Type': 'application/json; profile=x' } },
  { name: 'as a JSON type of its own', headers: { 'Content-Type': 'application/vnd.example+json' } },
  {
    name: 'among the headers of several values only',
    headers: null,
    multiValueHeaders: { 'Content-Type': ['application/json'] },
  },
  {
    name: 'in capitals among the headers of several values only',
    headers: {},
    multiValueHeaders: { 'CONTENT-TYPE': ['application/json; charset=utf-8'] },
  },
  {
    name: 'twice, of which the last counts',
    headers: null,
    multiValueHeaders: { 'content-type': ['text/plain', 'application/json'] },
  },
]

export const refusedContentTypes: readonly ContentType[] = [
  { name: 'not at all', headers: {} },
  { name: 'not at all, and no headers either', headers: null, multiValueHeaders: null },
  { name: 'as nothing', headers: { 'Content-Type': '' } },
  { name: 'as text', headers: { 'Content-Type': 'text/plain' } },
  { name: 'as a form', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
  { name: 'as a form of several parts', headers: { 'Content-Type': 'multipart/form-data; boundary=x' } },
  { name: 'as something that begins like JSON', headers: { 'Content-Type': 'application/json5' } },
  { name: 'as JSON that is text', headers: { 'Content-Type': 'text/json' } },
  { name: 'as JSON with something before it', headers: { 'Content-Type': 'text/plain, application/json' } },
  { name: 'as JSON and more', headers: { 'Content-Type': 'application/json, text/plain' } },
  { name: 'as JSON in a parameter', headers: { 'Content-Type': 'text/plain; a=application/json' } },
  { name: 'in UTF-16', headers: { 'Content-Type': 'application/json; charset=utf-16' } },
  { name: 'in Latin-1', headers: { 'Content-Type': 'application/json; charset=ISO-8859-1' } },
  { name: 'under a name that begins like it', headers: { 'Content-Types': 'application/json' } },
  {
    name: 'twice, of which the last counts',
    headers: null,
    multiValueHeaders: { 'content-type': ['application/json', 'text/plain'] },
  },
]
