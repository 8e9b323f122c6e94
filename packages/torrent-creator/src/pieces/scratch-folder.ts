import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { TorrentSource } from '@chronicle/core'
import { ObjectTooLarge } from '../too-large.ts'

const PREFIX = 'chronicle-torrent-'

/** Room beside the object, in bytes: for its torrent, which is below 100 KiB on any disk that Lambda has, and the file system. */
const MARGIN = 1024 * 1024

/**
 * An empty folder of its own on the disk, gone with everything in it when it is disposed of. A killed process cannot dispose of
 * its folder, and Lambda keeps /tmp for the next one, so the folders of processes that are gone are removed first.
 * Throws ObjectTooLarge where the disk then has no room for the object.
 */
export async function openScratchFolder(
  disk: string,
  { key, size }: TorrentSource,
): Promise<AsyncDisposable & { path: string }> {
  await removeLeftOvers(disk)
  const { bavail, bsize } = await statfs(disk)
  const free = bavail * bsize
  if (size + MARGIN > free) {
    throw new ObjectTooLarge(
      `object "${key}" has ${size} bytes, and ${disk} has room for ${Math.max(free - MARGIN, 0)} (Terraform: torrent_creator.storage_mb)`,
    )
  }
  const path = await mkdtemp(join(disk, `${PREFIX}${process.pid}-`))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** A folder is named after its process. Another one's may be in use, where several functions share a disk; our own is not. */
async function removeLeftOvers(disk: string): Promise<void> {
  for (const name of await readdir(disk)) {
    const owner = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1])
    if (owner === process.pid || (owner > 0 && !isAlive(owner)))
      await rm(join(disk, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
