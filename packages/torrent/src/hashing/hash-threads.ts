import { Worker } from 'node:worker_threads'
import { hashWorkerProgram } from './hash-worker-program.ts'
import { hashSpan, openReader, type ReaderSettings, type SpanOutcome, type SpanTask } from './span-reader.ts'

export type ThreadSettings = { readonly reader: ReaderSettings; readonly pieceLength: number }
export type ThreadQuestion = { readonly id: number; readonly task: SpanTask }
export type ThreadAnswer = { readonly id: number } & ({ readonly outcome: SpanOutcome } | { readonly error: unknown })

/** Hashes spans, wherever that is done. */
export interface SpanHasher extends AsyncDisposable {
  hash(task: SpanTask): Promise<SpanOutcome>
}

/** So many threads of their own; with fewer than two it is done here. */
export function openSpanHasher(settings: ThreadSettings, threads: number): SpanHasher {
  return threads < 2 ? hashHere(settings) : hashInThreads(settings, threads)
}

function hashHere({ reader: settings, pieceLength }: ThreadSettings): SpanHasher {
  const reader = openReader(settings)
  return {
    hash: (task) => hashSpan(reader, task, pieceLength),
    [Symbol.asyncDispose]: async () => reader.close(),
  }
}

function hashInThreads(settings: ThreadSettings, count: number): SpanHasher {
  const threads = Array.from({ length: count }, () => openThread(settings))
  return {
    hash(task) {
      const idlest = threads.reduce((best, thread) => (thread.waiting.size < best.waiting.size ? thread : best))
      return idlest.hash(task)
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}

function openThread(workerData: ThreadSettings) {
  const { program, options } = hashWorkerProgram
  const worker = new Worker(program, { ...options, workerData })
  const waiting = new Map<number, PromiseWithResolvers<SpanOutcome>>()
  let id = 0
  let ended: Error | undefined

  function end(error: Error): void {
    ended = error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('error', end)
  worker.on('exit', (code) => end(new Error(`a hashing thread ended with code ${code}`)))
  worker.on('message', (answer: ThreadAnswer) => {
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('error' in answer) asked?.reject(answer.error)
    else asked?.resolve(answer.outcome)
  })
  return {
    worker,
    waiting,
    hash(task: SpanTask): Promise<SpanOutcome> {
      if (ended) return Promise.reject(ended)
      const asked = Promise.withResolvers<SpanOutcome>()
      waiting.set(++id, asked)
      worker.postMessage({ id, task } satisfies ThreadQuestion)
      return asked.promise
    },
  }
}
