// Builds the Lambda layer `transmission-tools`: transmission-create of Debian 12 with everything that it needs. Same lock, same
// bytes. Needs neither root nor Docker; packages that were fetched once are kept in `.tools`.
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { stableZip } from '../bundle/stable-zip.ts'
import { checkLayer } from './check-layer.ts'
import { fetchPackage } from './fetch-package.ts'
import { executables, layerFiles } from './layer-files.ts'
import { type LockedPackage, readLock } from './lock.ts'

const root = join(import.meta.dirname, '../..')
const zipFile = join(root, 'terraform/backend/lambda/transmission_tools_layer.zip')
const kept = join(root, '.tools/debian')

const say = (line: string) => console.log(`layer: ${line}`)
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

async function fetchAll(packages: readonly LockedPackage[], at: string) {
  const { DEBIAN_MIRROR = 'https://deb.debian.org', DEBIAN_SNAPSHOT = 'https://snapshot.debian.org' } = process.env
  const base = (url: string) => url.replace(/\/+$/, '')
  const archives = { mirror: base(DEBIAN_MIRROR), snapshot: base(DEBIAN_SNAPSHOT), at }
  const fetched = []
  for (const [index, locked] of packages.entries()) {
    const { bytes, from } = await fetchPackage(locked, archives, kept)
    if (from)
      say(
        `${index + 1}/${packages.length} ${locked.name} ${locked.version}, ${megabytes(bytes.length)} from ${new URL(from).host}`,
      )
    fetched.push({ locked, deb: bytes })
  }
  return fetched
}

async function build(): Promise<void> {
  const began = performance.now()
  const { packages, snapshot } = await readLock()
  const files = await layerFiles(await fetchAll(packages, snapshot))
  const unpacked = Object.values(files).reduce((sum, { length }) => sum + length, 0)
  say(`${packages.length} packages, ${Object.keys(files).length} files, ${megabytes(unpacked)}`)
  for (const sentence of await checkLayer(files, join(root, '.tools/layer'))) say(`check: ${sentence}`)
  const zip = stableZip(files, executables)
  // Never seen half written, and never by one that failed its check.
  await mkdir(dirname(zipFile), { recursive: true })
  await writeFile(`${zipFile}.${process.pid}`, zip)
  await rename(`${zipFile}.${process.pid}`, zipFile)
  say(
    `${relative(process.cwd(), zipFile)}, ${megabytes(zip.length)}, in ${((performance.now() - began) / 1000).toFixed(1)} s`,
  )
}

await build().catch((error: Error) => {
  console.error(`The layer was not built: ${error.message}`)
  process.exitCode = 1
})
