import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One package of Debian, exactly: `sha256` decides, the rest says where it is and what the layer takes of it. */
export type LockedPackage = {
  readonly name: string
  readonly version: string
  /** Which of Debian's archives has it: `debian`, or `debian-security`. */
  readonly archive: string
  /** Where it is in the archive: `pool/…`. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
  /** The shared libraries that the layer takes of it, by the names that programs load them by. */
  readonly libraries: readonly string[]
}

export type Lock = {
  /** A moment at which all of these were in the archive, as snapshot.debian.org has it: 20260102T030405Z. */
  readonly snapshot: string
  readonly packages: readonly LockedPackage[]
}

const file = join(import.meta.dirname, 'lock.json')

export async function readLock(): Promise<Lock> {
  return JSON.parse(await readFile(file, 'utf8'))
}

export async function writeLock(lock: Lock): Promise<void> {
  await writeFile(file, `${JSON.stringify(lock, undefined, 2)}\n`)
}
