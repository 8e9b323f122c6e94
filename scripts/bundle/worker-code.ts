import { dirname, join } from 'node:path'
import { build, type Plugin } from 'esbuild'

const PROGRAMS = /hash-worker-program\.ts$/

/** What is exported there, and the file that it stands for. */
const programs = { hashWorkerProgram: 'hash-worker.ts', hybridWorkerProgram: 'hybrid-worker.ts' }

/**
 * A bundle is one file, so what a hashing thread runs goes into it as text, where it is used. Beside the sources it is a file,
 * which Node runs as it is: packages/torrent/src/hashing/hash-worker-program.ts
 */
export const workerCode: Plugin = {
  name: 'worker-code',
  setup({ onLoad }) {
    onLoad({ filter: PROGRAMS }, async ({ path }) => {
      const exported = Object.entries(programs).map(async ([name, file]) => {
        const program = await bundled(join(dirname(path), file))
        return `export const ${name} = ${JSON.stringify({ program, options: { eval: true } })}`
      })
      return { contents: (await Promise.all(exported)).join('\n') }
    })
  },
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    ...{ bundle: true, platform: 'node', target: 'node22', format: 'cjs', minify: true, write: false },
    logLevel: 'warning',
  })
  return outputFiles[0]?.text ?? ''
}
