// Hashes what an URL has, in a process of its own: `<url> <size> <piece length> <threads>`. Prints the hash of the pieces and its peak of memory in MB.
import { createHash } from 'node:crypto'
import { hashRanges } from '../../src/index.ts'

const [url = '', ...numbers] = process.argv.slice(2)
const [size = 0, pieceLength = 0, threads = 1] = numbers.map(Number)
const pieces = await hashRanges({
  ...{ size, pieceLength, threads, stallMs: 30_000 },
  sign: async ({ start, end }) => ({ url, headers: { range: `bytes=${start}-${end}` } }),
  read: ({ start }) => {
    throw new Error(`byte ${start} was to be read the fast way`)
  },
})
const sum = createHash('sha1').update(pieces).digest('hex')
console.log(JSON.stringify({ sum, rss: process.resourceUsage().maxRSS / 1024 }))
