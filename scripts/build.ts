// Builds what is deployed into `dist/`: a zip for each Lambda, and the bundles of recorder and seeder. Same source, same bytes.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build as esbuild } from 'esbuild'
import { stableZip } from './stable-zip.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')

/** Function name and the package that holds it. */
const lambdas = {
  'dispatch-to-ecs': 'dispatch',
  's3-torrent-creator': 'torrent-creator',
  'job-lifecycle': 'lifecycle',
}

/** Packages whose program runs in a container. */
const programs = ['recorder', 'seeder']

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

async function bundle(packageName: string): Promise<{ code: Uint8Array; map: Uint8Array }> {
  const entry = join(root, 'packages', packageName, 'src/index.ts')
  const { outputFiles } = await esbuild({ ...options, entryPoints: [entry], outfile: join(dist, 'index.js') })
  const output = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.contents ?? new Uint8Array()
  return { code: output('.js'), map: output('.js.map') }
}

async function buildLambda(name: string, packageName: string): Promise<void> {
  const { code, map } = await bundle(packageName)
  const zip = stableZip({ 'index.js': code })
  await write(join(dist, 'lambda', `${name}.zip`), zip)
  await write(join(dist, 'lambda', `${name}.js.map`), map)
  console.log(`${name}.zip ${(zip.length / 1024).toFixed(0)} KiB`)
}

async function buildProgram(name: string): Promise<void> {
  const { code, map } = await bundle(name)
  await mkdir(join(dist, name), { recursive: true })
  await write(join(dist, name, 'index.js'), code)
  await write(join(dist, name, 'index.js.map'), map)
  console.log(`${name} ${(code.length / 1024).toFixed(0)} KiB`)
}

/** A file that did not change is left alone, and none is ever seen half written: a local stack may be running from it. */
async function write(path: string, contents: Uint8Array): Promise<void> {
  const existing = await readFile(path).catch(() => undefined)
  if (existing?.equals(contents)) return
  const temporary = `${path}.${process.pid}`
  await writeFile(temporary, contents)
  await rename(temporary, path)
}

await mkdir(join(dist, 'lambda'), { recursive: true })
// The workspace is made of ES modules, the bundles are not.
await write(join(dist, 'package.json'), Buffer.from('{ "type": "commonjs" }\n'))
await Promise.all([
  ...Object.entries(lambdas).map(([name, packageName]) => buildLambda(name, packageName)),
  ...programs.map(buildProgram),
])
