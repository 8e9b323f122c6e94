// What is measured of ours: `file <path>`, `url <url> <size> [certificate]`, or `memory <size>`. Prints its peak of memory in MB.
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { hashFile, hashRanges, pieceLengthFor } from '../../../packages/torrent/src/index.ts'
import { inThreads } from './in-threads.ts'

const [kind, what = '', size = '0', certificate] = process.argv.slice(2)

async function fromUrl(url: string, bytes: number): Promise<Uint8Array> {
  return await hashRanges({
    size: bytes,
    pieceLength: pieceLengthFor(bytes),
    sign: async ({ start, end }) => ({ url, headers: { range: `bytes=${start}-${end}` } }),
    read: ({ start }) => {
      throw new Error(`the fast way failed at byte ${start}, so nothing would be measured`)
    },
    onSurprise: (_, reason) => console.error(reason),
    ...(certificate && { ca: readFileSync(certificate, 'utf8') }),
  })
}

const hash: Readonly<Record<string, () => Promise<Uint8Array | undefined>>> = {
  file: () => hashFile(what, { pieceLength: pieceLengthFor(statSync(what).size) }),
  url: () => fromUrl(what, Number(size)),
  memory: () => inThreads(availableParallelism(), Number(what)),
}

/** What getrusage calls the peak begins, on Linux, with that of the process which started this one. */
function peakKib(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
}

async function main(): Promise<void> {
  const pieces = await hash[kind ?? '']?.()
  const sum = pieces && createHash('sha1').update(pieces).digest('hex')
  console.log(JSON.stringify({ rss: Math.round(peakKib() / 1024), sum }))
}

void main()
