import { randomBytes } from 'node:crypto'
import { appendFileSync, renameSync, statSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { ContentChanged, hashFile } from '../../src/index.ts'
import { plainPieces } from '../plain-pieces.ts'

const LONG_AGO = new Date('2001-01-01')
const MIB = 1024 * 1024
const folder = await mkdtemp(join(tmpdir(), 'chronicle-test-'))
afterAll(() => rm(folder, { recursive: true }))

async function fileOf(size: number) {
  const [path, content] = [join(folder, String(size)), randomBytes(size)]
  await writeFile(path, content)
  return { path, content }
}

describe('hashFile', () => {
  it.each([
    ...[0, 1, 16 * 1024, 16 * MIB, 16 * MIB + 1].map((size) => [size, 1, 16 * 1024] as const),
    ...[MIB, 3 * MIB, 24 * MIB].map((pieceLength) => [130 * MIB + 17, 2, pieceLength] as const),
  ])('hashes %i bytes in %i threads by pieces of %i', async (size, threads, pieceLength) => {
    const { path, content } = await fileOf(size)
    const progress: number[] = []
    const pieces = await hashFile(path, { pieceLength, threads, onProgress: (bytes) => progress.push(bytes) })
    expect(Buffer.compare(pieces, plainPieces(content, pieceLength))).toBe(0)
    expect(progress.at(-1) ?? 0).toBe(size)
  })

  it.each([0, 1, 16 * MIB, 17 * MIB + 1, 40 * MIB])(
    'hashes no more than the first %i bytes if so told',
    async (length) => {
      const { path, content } = await fileOf(20 * MIB)
      const progress: number[] = []
      const pieces = await hashFile(path, { pieceLength: MIB, length, onProgress: (bytes) => progress.push(bytes) })
      const front = content.subarray(0, length)
      expect(Buffer.compare(pieces, plainPieces(front, MIB))).toBe(0)
      expect(progress.at(-1) ?? 0).toBe(front.length)
    },
  )

  describe.each([
    [1, 40],
    [2, 160],
  ])('in %i threads', (threads, mebibytes) => {
    // Each before the hashing gets on.
    it.each([
      ['is made shorter', (path: string) => truncateSync(path, 5)],
      ['is made longer', (path: string) => appendFileSync(path, 'x')],
      ['is replaced by one of the same length and time', replace],
      ['is taken away', unlinkSync],
    ])('notices a file that %s', async (_, change) => {
      const { path } = await fileOf(mebibytes * MIB)
      await utimes(path, LONG_AGO, LONG_AGO)
      let isChanged = false
      const onProgress = () => {
        if (!isChanged) change(path)
        isChanged = true
      }
      await expect(hashFile(path, { pieceLength: MIB, threads, onProgress })).rejects.toBeInstanceOf(ContentChanged)
    })
  })

  it('says why it cannot read', async () => {
    await expect(hashFile(join(folder, 'none'), { pieceLength: MIB })).rejects.toThrow('ENOENT')
    await expect(hashFile(folder, { pieceLength: MIB })).rejects.toThrow('EISDIR')
  })

  it('stops when it is told to', async () => {
    const { path } = await fileOf(200 * MIB)
    const stop = new AbortController()
    const onProgress = () => stop.abort(new Error('enough'))
    await expect(hashFile(path, { pieceLength: MIB, threads: 2, signal: stop.signal, onProgress })).rejects.toThrow(
      'enough',
    )
  })
})

/** Puts another file in its place that differs in its bytes alone. */
function replace(path: string): void {
  const other = `${path}.new`
  writeFileSync(other, new Uint8Array(statSync(path).size))
  utimesSync(other, LONG_AGO, LONG_AGO)
  renameSync(other, path)
}
