import type { IncomingMessage } from 'node:http'
import { pipeline, type Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createUnzip } from 'node:zlib'

/** No playlist is longer; what is, is no playlist. */
const MOST_BYTES = 8 * 1024 * 1024

/** The body as it was before it was packed. Some servers pack it whatever they are asked for. */
export function unpacked(answer: IncomingMessage): Readable {
  const encoding = answer.headers['content-encoding']
  const unpack =
    encoding === 'br'
      ? createBrotliDecompress()
      : encoding
        ? createUnzip()
        : new Transform({ transform: (chunk, _, done) => done(null, chunk) })
  // Whoever reads what comes out of it is told of errors.
  return pipeline(answer, unpack, () => {})
}

/** The rest of a body as text. Throws RangeError where it is too long for what we read. */
export async function readText(body: AsyncIterable<Buffer>, begun: readonly Buffer[] = []): Promise<string> {
  const chunks = [...begun]
  let bytes = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw new RangeError(`a playlist is longer than ${MOST_BYTES} bytes`)
  }
  return new TextDecoder().decode(Buffer.concat(chunks)) // without a mark of its byte order, which ffmpeg does not know
}
