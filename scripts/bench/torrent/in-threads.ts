import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

const program = `
const { createHash } = require('node:crypto')
const { workerData } = require('node:worker_threads')
const chunk = Buffer.alloc(256 * 1024, 7)
const hash = createHash('sha1')
for (let bytes = 0; bytes < workerData; bytes += chunk.length) hash.update(chunk)
hash.digest()
`

/** Hashes so many bytes out of memory, shared among threads: how fast threads of Node can hash where nothing has to be read. */
export async function inThreads(count: number, bytes: number): Promise<undefined> {
  const threads = Array.from({ length: count }, () => new Worker(program, { eval: true, workerData: bytes / count }))
  await Promise.all(threads.map((thread) => once(thread, 'exit')))
}
