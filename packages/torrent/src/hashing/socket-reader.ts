import { type Line, openRangeConnection, type RangeConnection } from './range-connection.ts'
import type { SpanReader } from './span-reader.ts'

export type SocketReaderSettings = Line & {
  readonly kind: 'socket'
  /** Length of the content, in bytes. */
  readonly size: number
  readonly etag?: string | undefined
}

/** Reads spans from a server, over as many connections as are asked for spans at once. They are kept for the next ones. */
export function openSocketReader({ size, etag, ...line }: SocketReaderSettings): SpanReader {
  const all = new Set<RangeConnection>()
  const idle = new Map<string, RangeConnection[]>()

  function take(origin: string): RangeConnection {
    for (let kept = idle.get(origin)?.pop(); kept; kept = idle.get(origin)?.pop()) {
      if (kept.usable) return kept
      all.delete(kept)
    }
    const opened = openRangeConnection(origin, line)
    all.add(opened)
    return opened
  }

  return {
    async read({ span, request }, onBytes) {
      if (!request) throw new TypeError('a range of a server is asked for by a request')
      const { origin } = new URL(request.url)
      const connection = take(origin)
      await connection.get(request, { span, size, etag }, onBytes)
      idle.set(origin, [...(idle.get(origin) ?? []), connection])
    },
    close() {
      for (const connection of all) connection.close()
    },
  }
}
