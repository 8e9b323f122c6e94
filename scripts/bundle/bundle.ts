import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { minify } from '@swc/core'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { leanSdk } from './lean-sdk.ts'
import { workerCode } from './worker-code.ts'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const options = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  // An ES module bundle would start slower: its `node:http` import loads undici.
  format: 'cjs',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  sourcemap: 'external',
  logLevel: 'warning',
  logOverride: { 'empty-import-meta': 'error' },
  absWorkingDir: root,
  write: false,
} as const satisfies BuildOptions

export type Bundle = { readonly code: Buffer; readonly map: Buffer }

/** What goes in: a file or a text. */
export type Entry = Pick<BuildOptions, 'entryPoints' | 'stdin'>

export const programOf = (packageName: string): Entry => ({
  entryPoints: [join(root, 'packages', packageName, 'src/index.ts')],
})

/** A program as one file. SWC makes it a good deal smaller than esbuild alone: docs/adr/0028-small-zips.md */
export async function bundle(entry: Entry, plugins: readonly Plugin[] = []): Promise<Bundle> {
  const { outputFiles } = await build({
    ...options,
    ...entry,
    outfile: join(root, 'dist/index.js'),
    plugins: [leanSdk, workerCode, ...plugins],
  })
  const output = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  const { code, map = '' } = await minify(output('.js'), {
    compress: { passes: 3, toplevel: true },
    mangle: { toplevel: true },
    module: false,
    // One character that Latin-1 has not makes V8 keep all of it in twice the memory, and read it a third slower.
    format: { asciiOnly: true },
    // @ts-expect-error: its types know of a boolean alone; given the map so far, it makes one of both steps.
    sourceMap: { content: output('.js.map'), filename: 'index.js' },
  })
  return { code: Buffer.from(code), map: Buffer.from(map) }
}
