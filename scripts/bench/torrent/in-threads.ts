import { once } from 'node:events'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import { createPieceHasher } from '../../../packages/torrent/src/index.ts'

const CHUNK = 256 * 1024
const PIECE = 8 * 1024 * 1024

/**
 * How many bytes a second so many threads hash together out of memory, where nothing has to be read. Each runs for so many
 * milliseconds, and measures that itself, as `openssl speed` does: no start is in it. `program` calls `hashForAWhile` in a thread.
 */
export async function inThreads(program: string, count: number, milliseconds: number): Promise<number> {
  const threads = Array.from({ length: count }, () => new Worker(program, { workerData: milliseconds }))
  const speeds = await Promise.all(threads.map(async (thread) => (await once(thread, 'message'))[0] as number))
  return speeds.reduce((sum, speed) => sum + speed)
}

/** What a thread of `inThreads` does. */
export function hashForAWhile(): void {
  const chunk = Buffer.alloc(CHUNK, 7)
  const hasher = createPieceHasher(PIECE)
  const began = performance.now()
  const end = began + workerData
  while (performance.now() < end) hasher.update(chunk)
  parentPort?.postMessage((hasher.bytes / (performance.now() - began)) * 1000)
}
