/** A message of the queue that can never become a recording. */
export type HostileMessage = {
  readonly name: string
  readonly body: string
  readonly code: string
  /** Part of the row's error that tells its sender what is wrong. */
  readonly says: string
  /** The job under which its sender finds it; without it, under the message's own id. */
  readonly jobId?: string
}

const url = 'https://example.com/live/stream.m3u8'
const good = JSON.stringify({ url })

const unreadable = (name: string, body: string, says = 'not valid JSON', jobId?: string): HostileMessage => ({
  name,
  body,
  code: 'INVALID_REQUEST',
  says,
  ...(jobId !== undefined && { jobId }),
})
let named = 0
/** A message that names a job, and is right but for these fields. */
const withFields = (name: string, fields: object, says: string) => {
  const jobId = `hostile-${++named}`
  return unreadable(name, JSON.stringify({ jobId, url, ...fields }), says, jobId)
}

/** One line for each message. To add one: what it is, its body, and what the job's error must say. */
export const hostileMessages: readonly HostileMessage[] = [
  // No JSON.
  unreadable('one blank', ' '),
  unreadable('half an object', '{"url":'),
  unreadable('two objects', good + good),
  unreadable('an object and a word', `${good} please`),
  unreadable('a comma after the last field', `{"url":"${url}",}`),
  unreadable('single quotes', `{'url':'${url}'}`),
  unreadable('NaN', '{"url":NaN}'),
  unreadable('a URL alone', url),
  unreadable('a form', `url=${encodeURIComponent(url)}`),
  unreadable('XML', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><url>&b;</url>'),
  unreadable('JSON in base64', Buffer.from(good).toString('base64')),
  unreadable('a byte order mark before it', `\uFEFF${good}`),
  unreadable('a list of lists without end', '['.repeat(200_000)),
  unreadable('a megabyte less a little', `{"url":"${'x'.repeat(1_000_000)}`),
  unreadable('characters of two units, cut where one begins', `x${'😀'.repeat(60_000)}`),

  // JSON, but no object.
  unreadable('null', 'null', 'expected object'),
  unreadable('a number', '7', 'expected object'),
  unreadable('a text', JSON.stringify(url), 'expected object'),
  unreadable('JSON in a text', JSON.stringify(good), 'expected object'),
  unreadable('a list of messages', `[${good}]`, 'expected object'),
  unreadable('lists in lists that end', '['.repeat(5_000) + ']'.repeat(5_000), 'expected object'),

  // An object, but no message.
  unreadable('an object without fields', '{}', 'url: '),
  unreadable('a field "__proto__"', `{"__proto__":{"url":"${url}"}}`, 'url: '),
  unreadable('a field "__proto__" beside a URL', `{"url":"${url}","__proto__":{"jobId":"x"}}`, '__proto__'),
  unreadable('an event of S3', JSON.stringify({ Records: [{ eventName: 'ObjectCreated:Put' }] }), '"Records"'),
  unreadable('a notification of SNS', JSON.stringify({ Type: 'Notification', Message: good }), '"Type", "Message"'),
  unreadable('an id that is a path', JSON.stringify({ jobId: '../../etc', url }), 'jobId: '),
  unreadable('an id that is a list', JSON.stringify({ jobId: ['job-1'], url }), 'jobId: '),
  unreadable('an id of 65 characters', JSON.stringify({ jobId: 'x'.repeat(65), url }), 'jobId: '),
  unreadable('an id that is empty', JSON.stringify({ jobId: '', url }), 'jobId: '),
  unreadable('a bell with a bad id', JSON.stringify({ jobId: 'job 1' }), 'jobId: '),
  unreadable(
    'an unknown field with half a surrogate pair',
    String.raw`{"url":"${url}","\ud83d":1}`,
    'Unrecognized key',
  ),
  unreadable(
    'an unknown field whose name is cut between two units',
    JSON.stringify({ url, [`${'x'.repeat(272)}${'😀'.repeat(50)}`]: 1 }),
    'Unrecognized key',
  ),
  withFields('a URL that does not parse', { url: 'stream' }, 'url: is not a URL'),
  withFields('a URL that is a file', { url: 'file:///etc/passwd' }, 'only http and https'),
  withFields('a URL that is an option', { url: '--exec=id' }, 'url: is not a URL'),
  withFields('a URL with a password', { url: 'https://user:secret@example.com/' }, 'carries credentials'),
  withFields('a URL of over 2,048 bytes', { url: `${url}?${'x'.repeat(2048)}` }, 'longer than 2048 bytes'),
  withFields('a URL with half a surrogate pair', { url: `${url}\ud800` }, 'url: holds a character'),
  withFields('a URL that is null', { url: null }, 'url: '),
  withFields('a field that is not known', { colour: 'red' }, '"colour"'),
  withFields('a file name that is empty', { filename: '' }, 'filename: '),
  withFields('a file name with half a surrogate pair', { filename: '\udfff' }, 'filename: holds a character'),
  withFields('a duration in a text', { maxDurationSeconds: '60' }, 'maxDurationSeconds: '),
  withFields('a key that is no text', { s3Key: 7 }, 's3Key: '),
  withFields('a key of 1,025 characters', { s3Key: `recordings/${'x'.repeat(1014)}` }, 's3Key: '),
  {
    name: 'a bell for a job that is not there',
    body: JSON.stringify({ jobId: 'nobody-knows' }),
    code: 'JOB_NOT_FOUND',
    says: 'no job "nobody-knows"',
    jobId: 'nobody-knows',
  },
]
