import type { WorkerOptions } from 'node:worker_threads'

/** What a thread runs, as `new Worker()` takes it. In a bundle it is the code itself: scripts/bundle/worker-code.ts */
export type WorkerProgram = { readonly program: URL | string; readonly options: WorkerOptions }

export const hashWorkerProgram: WorkerProgram = { program: new URL('./hash-worker.ts', import.meta.url), options: {} }

export const hybridWorkerProgram: WorkerProgram = {
  program: new URL('./hybrid-worker.ts', import.meta.url),
  options: {},
}
