import { dirname, join } from 'node:path'
import { build, type Plugin } from 'esbuild'

const PROGRAM = /hash-worker-program\.ts$/

/**
 * A bundle is one file, so what a hashing thread runs goes into it as text. Beside the sources it is a file, which Node runs
 * as it is: packages/torrent/src/hashing/hash-worker-program.ts
 */
export const workerCode: Plugin = {
  name: 'worker-code',
  setup({ onLoad }) {
    onLoad({ filter: PROGRAM }, async ({ path }) => {
      const { outputFiles } = await build({
        entryPoints: [join(dirname(path), 'hash-worker.ts')],
        ...{ bundle: true, platform: 'node', target: 'node22', format: 'cjs', minify: true, write: false },
        logLevel: 'warning',
      })
      const program = outputFiles[0]?.text ?? ''
      return { contents: `export const hashWorkerProgram = ${JSON.stringify({ program, options: { eval: true } })}` }
    })
  },
}
