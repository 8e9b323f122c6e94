import { Worker } from 'node:worker_threads'
import { hashWorkerProgram, type WorkerProgram } from './hash-worker-program.ts'
import { hashSpan, openReader, type ReaderSettings, type SpanOutcome, type SpanTask } from './span-reader.ts'

export type ThreadSettings = { readonly reader: ReaderSettings; readonly pieceLength: number }
export type ThreadQuestion = { readonly id: number; readonly task: SpanTask }
export type ThreadAnswer = { readonly id: number } & ({ readonly outcome: SpanOutcome } | { readonly error: unknown })

/** Hashes spans, wherever that is done. */
export interface SpanHasher extends AsyncDisposable {
  hash(task: SpanTask): Promise<SpanOutcome>
}

export type HashSpan = typeof hashSpan

/** What is made of a span: by `hash` here, by `worker` in another thread. */
export type SpanWork = { readonly hash: HashSpan; readonly worker: WorkerProgram }

const pieceWork: SpanWork = { hash: hashSpan, worker: hashWorkerProgram }

/** So many threads, of which this one is the first: it hashes while the others start, and spares one. */
export function openSpanHasher(settings: ThreadSettings, threads: number, work: SpanWork = pieceWork): SpanHasher {
  const here = hashHere(settings, work.hash) // first, as it may throw, and the others would be left running
  const others = Array.from({ length: threads - 1 }, () => hashInThread(settings, work.worker))
  const all = [here, ...others].map((hasher) => ({ hasher, waiting: 0 }))
  return {
    async hash(task) {
      const idlest = all.reduce((best, one) => (one.waiting < best.waiting ? one : best))
      idlest.waiting += 1
      try {
        return await idlest.hasher.hash(task)
      } finally {
        idlest.waiting -= 1
      }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(all.map(({ hasher }) => hasher[Symbol.asyncDispose]()))
    },
  }
}

function hashHere({ reader: settings, pieceLength }: ThreadSettings, hash: HashSpan): SpanHasher {
  const reader = openReader(settings)
  return {
    hash: (task) => hash(reader, task, pieceLength),
    [Symbol.asyncDispose]: async () => reader.close(),
  }
}

function hashInThread(workerData: ThreadSettings, { program, options }: WorkerProgram): SpanHasher {
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
    hash(task) {
      if (ended) return Promise.reject(ended)
      const asked = Promise.withResolvers<SpanOutcome>()
      waiting.set(++id, asked)
      worker.postMessage({ id, task } satisfies ThreadQuestion)
      return asked.promise
    },
    [Symbol.asyncDispose]: async () => {
      await worker.terminate()
    },
  }
}
