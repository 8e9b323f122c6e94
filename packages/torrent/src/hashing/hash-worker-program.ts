import type { WorkerOptions } from 'node:worker_threads'

/** What a thread runs, as `new Worker()` takes it. In a bundle it is the code itself: scripts/bundle/worker-code.ts */
export const hashWorkerProgram: { readonly program: URL | string; readonly options: WorkerOptions } = {
  program: new URL('./hash-worker.ts', import.meta.url),
  options: {},
}
