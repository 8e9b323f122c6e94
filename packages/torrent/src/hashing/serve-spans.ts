import { parentPort, workerData } from 'node:worker_threads'
import type { HashSpan, ThreadAnswer, ThreadQuestion, ThreadSettings } from './hash-threads.ts'
import { openReader } from './span-reader.ts'

/** What a thread does that hashes spans: it has its own file descriptor or sockets, so that no byte goes from one thread to another. */
export function serveSpans(hash: HashSpan): void {
  const { reader: settings, pieceLength } = workerData as ThreadSettings
  const reader = openReader(settings)
  const answer = (message: ThreadAnswer) => parentPort?.postMessage(message)

  parentPort?.on('message', async ({ id, task }: ThreadQuestion) => {
    try {
      answer({ id, outcome: await hash(reader, task, pieceLength) })
    } catch (error) {
      answer({ id, error })
    }
  })
}
