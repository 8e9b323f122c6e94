import type { FileHandle } from 'node:fs/promises'

/** A file that somebody else is writing. */
export type GrowingFile = {
  /** Bytes by now. */
  size(): Promise<number>
  /** Throws RangeError where the file does not have so many bytes. */
  read(position: number, length: number): Promise<Uint8Array>
}

export function createGrowingFile(handle: FileHandle): GrowingFile {
  return {
    size: async () => (await handle.stat()).size,
    read: async (position, length) => {
      const bytes = Buffer.allocUnsafeSlow(length)
      for (let filled = 0; filled < length; ) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled)
        if (bytesRead === 0) throw new RangeError(`the recording's file ends before byte ${position + length}`)
        filled += bytesRead
      }
      return bytes
    },
  }
}
