// Builds what is deployed into `dist/`: a zip for each Lambda, and the bundles of recorder and seeder. Same source, same bytes.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundle, programOf, root } from './bundle/bundle.ts'
import { lambdaCredentials } from './bundle/lean-sdk.ts'
import { smallZip } from './bundle/small-zip.ts'
import { withinBudget } from './bundle/within-budget.ts'

const dist = join(root, 'dist')

/** Function name and the package that holds it. */
const lambdas = {
  'dispatch-to-ecs': 'dispatch',
  's3-torrent-creator': 'torrent-creator',
  'job-lifecycle': 'lifecycle',
}

/** Packages whose program runs in a container. */
const programs = ['recorder', 'seeder']

async function buildLambda(name: string, packageName: string): Promise<void> {
  const { code, map } = await bundle(programOf(packageName), [lambdaCredentials])
  const zip = withinBudget(name, await smallZip('index.js', code))
  await write(join(dist, 'lambda', `${name}.zip`), zip)
  await write(join(dist, 'lambda', `${name}.js.map`), map)
  console.log(`${name}.zip ${(zip.length / 1024).toFixed(1)} KiB`)
}

async function buildProgram(name: string): Promise<void> {
  const { code, map } = await bundle(programOf(name))
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
