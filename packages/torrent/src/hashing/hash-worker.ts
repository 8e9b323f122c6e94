// A thread that hashes spans: it has its own file descriptor or sockets, so that no byte goes from one thread to another.
import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadAnswer, ThreadQuestion, ThreadSettings } from './hash-threads.ts'
import { hashSpan, openReader } from './span-reader.ts'

const { reader: settings, pieceLength } = workerData as ThreadSettings
const reader = openReader(settings)
const answer = (message: ThreadAnswer) => parentPort?.postMessage(message)

parentPort?.on('message', async ({ id, task }: ThreadQuestion) => {
  try {
    answer({ id, outcome: await hashSpan(reader, task, pieceLength) })
  } catch (error) {
    answer({ id, error })
  }
})
