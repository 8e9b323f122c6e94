import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Upload } from '../../testing/uploaded-parts.ts'

Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })

export type Answer = { readonly response: ServerResponse; readonly start: number; readonly body: Buffer }

/** What may become of the answer to a GET of a range. */
export const faults = {
  reset: ({ response, body }) => {
    response.write(body.subarray(0, body.length / 2), () => response.socket?.resetAndDestroy())
  },
  stalled: ({ response, body }) => {
    response.write(body.subarray(0, body.length / 2))
  },
  failed: ({ response }) => refuse(response, 500, 'InternalError'),
  throttled: ({ response }) => refuse(response, 503, 'SlowDown'),
  expired: ({ response }) => refuse(response, 403, 'AccessDenied'),
  short: ({ response, body }) => {
    response.write(body.subarray(0, -1), () => response.socket?.end())
  },
  long: ({ response, body }) => {
    response.write(body, () => response.socket?.write('more'))
  },
  'of another range': ({ response, start, body }) => {
    const contentRange = String(response.getHeader('content-range')).replace(String(start), String(start + 1))
    response.setHeader('content-range', contentRange).end(body)
  },
} as const satisfies Record<string, (answer: Answer) => void>

function refuse(response: ServerResponse, status: number, code: string): void {
  for (const name of ['content-range', 'content-length', 'etag']) response.removeHeader(name)
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>As it was told.</Message></Error>`)
}

export type StubObject = {
  readonly size: number
  readonly etag: string
  /** The bytes are these, again and again. */
  readonly period: Buffer
  readonly upload?: Upload
}

/**
 * One object on loopback that answers as the AWS API reference says: GetObject with Range and If-Match, and GetObjectAttributes.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
 * `object` and `fault` are asked at each GET of bytes, by its number from 0.
 */
export async function startS3Stub(
  object: (request: number) => StubObject,
  fault: (request: number) => keyof typeof faults | undefined = () => undefined,
  { ignoresConditions = false } = {},
) {
  const counts = { gets: 0, bytes: 0, questions: 0 }
  const server = createServer((request, response) => {
    response.socket?.setNoDelay(true)
    if (new URL(request.url ?? '', 'http://stub').searchParams.has('attributes')) {
      counts.questions++
      return void response.end(attributes(object(counts.gets), request))
    }
    const number = counts.gets++
    const { size, etag, period } = object(number)
    if (!ignoresConditions && request.headers['if-match'] !== etag) return refuse(response, 412, 'PreconditionFailed')
    const [, start = 0, end = 0] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')?.map(Number) ?? []
    const body = bytesOf(period, start, end)
    response.setHeader('content-length', body.length)
    response.statusCode = 206
    response.setHeader('content-range', `bytes ${start}-${end}/${size}`).setHeader('etag', etag)
    const name = fault(number)
    // Of an answer that breaks off or is refused this is more than what is sent.
    counts.bytes += body.length
    if (name) faults[name]({ response, start, body })
    else response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    counts,
    aws: { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Bytes of what goes on and on, both ends included. */
function bytesOf(period: Buffer, start: number, end: number): Buffer {
  const at = start % period.length
  const length = end - start + 1
  if (at + length <= period.length) return period.subarray(at, at + length)
  const repeats = Math.ceil((at + length) / period.length)
  return Buffer.concat(Array.from({ length: repeats }, () => period)).subarray(at, at + length)
}

const element = (name: string, value: string | number | undefined) =>
  value === undefined ? '' : `<${name}>${value}</${name}>`

function attributes({ size, etag, upload }: StubObject, { headers }: IncomingMessage): string {
  if (String(headers['x-amz-object-attributes']).replaceAll(' ', '') !== 'ETag,Checksum,ObjectParts,ObjectSize')
    throw new Error('other attributes are wanted')
  const [after, most] = [Number(headers['x-amz-part-number-marker']), Number(headers['x-amz-max-parts'])]
  const following = upload?.parts.filter(({ number }) => number > after) ?? []
  const page = following.slice(0, Math.min(most, 1000))
  const parts = page.map(
    ({ number, size, sha1 }) =>
      `<Part>${element('ChecksumSHA1', sha1)}${element('PartNumber', number)}${element('Size', size)}</Part>`,
  )
  const checksum = element('ChecksumSHA1', upload?.sha1) + element('ChecksumType', upload?.checksumType)
  const list = [
    element('IsTruncated', String(following.length > page.length)),
    element('MaxParts', most),
    element('NextPartNumberMarker', page.at(-1)?.number ?? 0),
    element('PartNumberMarker', after),
    ...parts,
    element('PartsCount', upload?.parts.length),
  ]
  return (
    '<?xml version="1.0" encoding="UTF-8"?><GetObjectAttributesResponse xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
    element('ETag', etag.replaceAll('"', '')) +
    (upload ? element('Checksum', checksum) + element('ObjectParts', list.join('')) : '') +
    `${element('StorageClass', 'STANDARD')}${element('ObjectSize', size)}</GetObjectAttributesResponse>`
  )
}
