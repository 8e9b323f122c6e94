// Pins the packages of the layer to what Debian 12 has now. Runs on Debian 12 (a container will do), after `apt-get update`:
// apt knows the newest version, and has checked the signature of what it says about it.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type LockedPackage, readLock, writeLock } from './lock.ts'

const { packages } = await readLock()
const names = packages.map(({ name }) => `${name}:amd64`)
const { stdout } = await promisify(execFile)('apt-get', ['download', '--print-uris', ...names])
const found = new Map(stdout.trim().split('\n').map(parseLine))

const renewed = packages.map(({ name, libraries }): LockedPackage => {
  const about = found.get(name)
  if (!about) throw new Error(`apt knows no package ${name} for amd64. Is this Debian 12, and was apt-get update run?`)
  return { name, ...about, libraries }
})
await writeLock({ snapshot: now(), packages: renewed })
for (const [index, { name, version }] of renewed.entries()) {
  const before = packages[index]?.version
  if (before !== version) console.log(`${name}: ${before ?? 'new'} -> ${version}`)
}

/** `'<URL>' <name>_<version>_amd64.deb <size> SHA256:<hash>`; the version's colon is escaped, a slash cannot be in it. */
function parseLine(line: string): [string, Omit<LockedPackage, 'name' | 'libraries'>] {
  const [, url, name, version, size, sha256] =
    /^'(.+)' ([^_]+)_([^_]+)_amd64\.deb (\d+) SHA256:([0-9a-f]{64})$/.exec(line) ?? []
  const [, archive, path] = /\/(debian|debian-security)\/(pool\/.+)$/.exec(decodeURIComponent(url ?? '')) ?? []
  if (!name || !version || !sha256 || !archive || !path) throw new Error(`apt says what cannot be read: ${line}`)
  return [name, { version: decodeURIComponent(version), archive, path, size: Number(size), sha256 }]
}

function now(): string {
  return new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
}
