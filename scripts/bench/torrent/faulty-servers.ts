// Servers of one content, `<size> <one in so many>`: one that does what it is asked, and for each fault one that breaks one answer in so
// many. Prints where each is, by its fault.
import { type Fault, faults, startRangeServer } from '../../../packages/torrent/test/hashing/range-server.ts'

const [size, oneIn] = process.argv.slice(2).map(Number) as [number, number]
const content = Buffer.alloc(size)
const urls: Record<string, string> = { none: (await startRangeServer(content)).url }
for (const fault of Object.keys(faults) as Fault[])
  urls[fault] = (
    await startRangeServer(content, (request) => (request % oneIn === Math.floor(oneIn / 2) ? fault : undefined))
  ).url
console.log(JSON.stringify(urls))
