import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const program = (name: string) => fileURLToPath(new URL(`${name}.ts`, import.meta.url))

export type Programs = { readonly functionProgram: string; readonly recorderProgram: string }

/** Makes programs of their source, so that each start of one costs as little as that of the product's. */
export async function bundlePrograms(folder: string): Promise<Programs> {
  await build({
    entryPoints: [program('function-program'), program('recorder-program')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    // Some of what is bundled asks for Node's own modules by require.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  })
  return { functionProgram: `${folder}/function-program.mjs`, recorderProgram: `${folder}/recorder-program.mjs` }
}
