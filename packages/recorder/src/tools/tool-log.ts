import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const MAX_BYTES = 2048

/** The last lines that the tools wrote, for the row of a job that failed. */
export type ToolLog = {
  add(line: string): void
  /** At most 2,048 bytes; undefined where nothing was written. */
  tail(): string | undefined
}

export function createToolLog(): ToolLog {
  let kept = ''
  return {
    add: (line) => {
      kept = lastBytes(`${kept}${withoutQueries(line)}\n`)
    },
    tail: () => kept.trim() || undefined,
  }
}

/** Calls back for each line of a stream until it ends. */
export function readLines(input: Readable, onLine: (line: string) => void): void {
  createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }).on('line', onLine)
}

/** Tokens live in the queries of URLs. yt-dlp names what it knows no name for by the end of its URL, query and all. */
function withoutQueries(line: string): string {
  return line.replace(/(https?:\/\/[^\s?#'"]*)[?#][^\s'"]*/gi, '$1?…').replace(/(\S)\?[^\s'")]+/g, '$1?…')
}

function lastBytes(text: string): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= MAX_BYTES) return text
  // A character cut in two at the front would be longer as a replacement character than it was.
  const start = bytes.findIndex((byte, index) => index >= bytes.length - MAX_BYTES && (byte & 0xc0) !== 0x80)
  return bytes.subarray(start).toString()
}
