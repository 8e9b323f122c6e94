// What is measured of ours: `file <path>`, `url <url> <size> [certificate]`, or `memory <milliseconds>`. Prints its peak of memory in
// MB, and of memory how many bytes a second were hashed.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { isMainThread } from 'node:worker_threads'
import { type ByteRange, hashFile, hashRanges, pieceLengthFor } from '../../../packages/torrent/src/index.ts'
import { hashForAWhile, inThreads } from './in-threads.ts'

const [, program = '', kind, what = '', size = '0', certificate] = process.argv

/** How often the fast way failed. */
let surprises = 0

/** As the SDK does it: by Node's own client, which is loaded for it. */
async function* readSurely(url: string, { start, end }: ByteRange): AsyncIterable<Uint8Array> {
  const { get } = url.startsWith('https:') ? await import('node:https') : await import('node:http')
  const request = get(url, { headers: { range: `bytes=${start}-${end}` } })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  yield* answer
}

async function fromUrl(url: string, bytes: number): Promise<Uint8Array> {
  return await hashRanges({
    size: bytes,
    pieceLength: pieceLengthFor(bytes),
    sign: async ({ start, end }) => ({ url, headers: { range: `bytes=${start}-${end}` } }),
    read: (range) => readSurely(url, range),
    onSurprise: () => {
      surprises += 1
    },
    ...(certificate && { ca: readFileSync(certificate, 'utf8') }),
  })
}

const hash: Readonly<Record<string, () => Promise<Uint8Array | number>>> = {
  file: () => hashFile(what, { pieceLength: pieceLengthFor(statSync(what).size) }),
  url: () => fromUrl(what, Number(size)),
  memory: () => inThreads(program, 2, Number(what)),
}

/** What getrusage calls the peak begins, on Linux, with that of the process which started this one. */
function peakKib(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
}

async function main(): Promise<void> {
  const made = await hash[kind ?? '']?.()
  const outcome =
    typeof made === 'object' ? { sum: createHash('sha1').update(made).digest('hex') } : { perSecond: made }
  console.log(JSON.stringify({ rss: Math.round(peakKib() / 1024), surprises, ...outcome }))
}

if (isMainThread) void main()
else hashForAWhile()
