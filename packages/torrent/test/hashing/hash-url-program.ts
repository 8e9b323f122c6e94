// Hashes what an URL has, in a process of its own: `<url> <size> <piece length> <threads> [certificate]`. Prints the hash of the
// pieces and its peak of memory in MB.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hashRanges } from '../../src/index.ts'

async function main(): Promise<void> {
  const [url = '', size, pieceLength, threads, certificate] = process.argv.slice(2)
  const pieces = await hashRanges({
    ...{ size: Number(size), pieceLength: Number(pieceLength), threads: Number(threads), stallMs: 30_000 },
    sign: async ({ start, end }) => ({ url, headers: { range: `bytes=${start}-${end}` } }),
    read: ({ start }) => {
      throw new Error(`byte ${start} was to be read the fast way`)
    },
    ...(certificate && { ca: readFileSync(certificate, 'utf8') }),
  })
  const sum = createHash('sha1').update(pieces).digest('hex')
  // What getrusage calls the peak begins with that of the process which started this one; this does not.
  const peakKib = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
  console.log(JSON.stringify({ sum, rss: peakKib / 1024 }))
}

void main()
