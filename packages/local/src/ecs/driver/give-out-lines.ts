import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** Gives out the lines of all streams as they come. Resolves when every stream has ended. */
export async function giveOutLines(streams: Readable[], onLine: (line: string) => void): Promise<void> {
  await Promise.all(
    streams.map(async (input) => {
      for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) onLine(line)
    }),
  )
}
