import { type FileHandle, statfs } from 'node:fs/promises'
import { SeedingFailed } from '../failures.ts'

const BLOCK = 512

/** Throws SeedingFailed where the disk has no room for the rest of a file that is to have this size in the end. */
export async function requireRoom(file: FileHandle, folder: string, size: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const { blocks } = await file.stat()
  const room = bavail * bsize + blocks * BLOCK
  if (room < size)
    throw new SeedingFailed(
      'DISK_TOO_SMALL',
      `the content has ${size} bytes, the disk room for ${room}; give the task more`,
    )
}
