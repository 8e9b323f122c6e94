import { randomFillSync } from 'node:crypto'
import { open } from 'node:fs/promises'

const CHUNK = 16 * 2 ** 20

/** Writes a file of so many random bytes. */
export async function writeContent(path: string, size: number): Promise<void> {
  await using file = await open(path, 'w')
  const chunk = Buffer.alloc(CHUNK)
  for (let left = size; left > 0; left -= CHUNK) await file.write(randomFillSync(chunk), 0, Math.min(CHUNK, left))
}

/** Writes a file of so many bytes that are all zero, and take no room. */
export async function writeHole(path: string, size: number): Promise<void> {
  await using file = await open(path, 'w')
  await file.truncate(size)
}
