import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { LockedPackage } from './lock.ts'

export type Archives = {
  /** A mirror of Debian with `/debian` and `/debian-security`. It drops a version as soon as there is a newer one. */
  readonly mirror: string
  /** An archive that never drops one, laid out as snapshot.debian.org is: asked for what the mirror does not have. */
  readonly snapshot: string
  /** The moment of the snapshot. */
  readonly at: string
}

// A large package takes a second; a line that is this slow is taken for dead.
const PATIENCE_MS = 120_000

/**
 * The bytes that the lock names, from `folder` where they were kept, else from the first archive that has them.
 * @throws Error that says what each archive answered
 */
export async function fetchPackage(
  locked: LockedPackage,
  archives: Archives,
  folder: string,
): Promise<{ readonly bytes: Uint8Array; readonly from: string | undefined }> {
  const file = join(folder, basename(locked.path))
  const kept = await readFile(file).catch(() => undefined)
  if (kept && sha256(kept) === locked.sha256) return { bytes: kept, from: undefined }

  const refusals: string[] = []
  for (const url of addresses(locked, archives)) {
    const answer = await download(url, locked.sha256)
    if (typeof answer === 'string') {
      refusals.push(`  ${url}: ${answer}`)
      continue
    }
    await mkdir(folder, { recursive: true })
    await writeFile(`${file}.${process.pid}`, answer)
    await rename(`${file}.${process.pid}`, file)
    return { bytes: answer, from: url }
  }
  throw new Error(
    `${locked.name} ${locked.version} could not be had:\n${refusals.join('\n')}\nDEBIAN_MIRROR and DEBIAN_SNAPSHOT name other archives.`,
  )
}

function addresses({ archive, path }: LockedPackage, { mirror, snapshot, at }: Archives): string[] {
  return [`${mirror}/${archive}/${path}`, `${snapshot}/archive/${archive}/${at}/${path}`]
}

/** The bytes, or why there are none. */
async function download(url: string, expected: string): Promise<Uint8Array | string> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })
    if (!answer.ok) return `HTTP status ${answer.status}`
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const actual = sha256(bytes)
    return actual === expected ? bytes : `other bytes than the lock names: sha256 ${actual}, and not ${expected}`
  } catch (error) {
    const { message, cause } = error as Error & { cause?: NodeJS.ErrnoException }
    return cause?.message || cause?.code || message
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
