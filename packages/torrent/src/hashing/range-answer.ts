import { type ByteRange, lengthOf } from './byte-range.ts'
import { Surprise } from './surprise.ts'

const LONGEST_HEAD = 16 * 1024

export type Expected = {
  readonly span: ByteRange
  /** Length of the whole content, in bytes. */
  readonly size: number
  /** What the answer's ETag is to be, if it names one. */
  readonly etag?: string | undefined
}

export interface RangeAnswer {
  /** Takes the next bytes of the connection. Answers whether that was all. Throws Surprise. */
  receive(bytes: Buffer): boolean
  /** Whether the connection may be asked again once that was all. */
  readonly keepsAlive: boolean
}

/**
 * Reads the answer to a GET of a range as it arrives: one plain `206` of exactly this range, with a length. Whatever else HTTP
 * allows (RFC 9110, RFC 9112) is a Surprise, and for somebody who knows all of it.
 */
export function createRangeAnswer({ span, size, etag }: Expected, onBytes: (chunk: Uint8Array) => void): RangeAnswer {
  let head: Buffer | undefined = Buffer.alloc(0)
  let missing = lengthOf(span)
  let keepsAlive = true

  function readHead(text: string): void {
    const [statusLine = '', ...lines] = text.split('\r\n')
    const status = /^HTTP\/1\.1 (\d{3})( |$)/.exec(statusLine)?.[1]
    if (status !== '206')
      throw new Surprise(`the answer began with "${statusLine.slice(0, 60)}"`, { knowsRanges: status !== '200' })
    const headers = headersOf(lines)
    insist(headers, 'content-length', String(missing))
    insist(headers, 'content-range', `bytes ${span.start}-${span.end}/${size}`)
    if (headers.has('transfer-encoding')) throw new Surprise('the answer is in a transfer encoding')
    if (etag !== undefined && headers.has('etag')) insist(headers, 'etag', etag)
    keepsAlive = headers.get('connection')?.toLowerCase() !== 'close'
  }

  return {
    get keepsAlive() {
      return keepsAlive
    },
    receive(bytes) {
      let body: Uint8Array = bytes
      if (head) {
        // Nearly always all of it is in the first bytes, and the content's first ones with it: those are not to be copied.
        const all = head.length === 0 ? bytes : Buffer.concat([head, bytes])
        const end = all.indexOf('\r\n\r\n')
        if (end < 0 && all.length > LONGEST_HEAD) throw new Surprise(`the answer's head has over ${LONGEST_HEAD} bytes`)
        if (end < 0) {
          head = Buffer.from(all)
          return false
        }
        readHead(all.toString('latin1', 0, end))
        body = all.subarray(end + 4)
        head = undefined
      }
      if (body.length > missing) throw new Surprise('the answer went on after its end')
      missing -= body.length
      if (body.length > 0) onBytes(body)
      return missing === 0
    },
  }
}

/** By lower-case names; one that comes twice has both values, and so is none that is expected. */
function headersOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 1) throw new Surprise("the answer's head has a line that is no header")
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value)
  }
  return headers
}

function insist(headers: ReadonlyMap<string, string>, name: string, expected: string): void {
  const actual = headers.get(name)
  if (actual !== expected) throw new Surprise(`the answer has ${name} ${actual ?? '(none)'} in place of ${expected}`)
}
