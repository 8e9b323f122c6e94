import { describe, expect, it } from '@jest/globals'
import { verifyPieces } from '../src/index.ts'
import { sampleContent, sampleOptions } from './sample-options.ts'

async function* stream(content: Uint8Array, chunkSize = 7_000): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < content.byteLength; offset += chunkSize) {
    yield content.subarray(offset, offset + chunkSize)
  }
}

/** Content that is far too long, and fails where nobody should still be reading. */
async function* tooLong(): AsyncGenerator<Uint8Array> {
  for (let chunks = 0; chunks <= 20; chunks += 1) yield new Uint8Array(10_000)
  throw new Error('read far beyond the length')
}

const torrent = sampleOptions()
const length = sampleContent.byteLength

describe('verifyPieces', () => {
  it('finds the right content right', async () => {
    expect(await verifyPieces(stream(sampleContent), torrent)).toEqual({ ok: true, badPieces: [], bytes: length })
  })

  it.each([
    [0, 0],
    [32_767, 0],
    [32_768, 1],
    [length - 1, 3],
  ])('finds a changed byte at %d in piece %d', async (at, piece) => {
    const changed = sampleContent.with(at, sampleContent[at] === 0 ? 1 : 0)
    expect(await verifyPieces(stream(changed), torrent)).toEqual({ ok: false, badPieces: [piece], bytes: length })
  })

  it('counts cut and missing pieces as bad', async () => {
    const cut = sampleContent.subarray(0, 40_000)
    expect(await verifyPieces(stream(cut), torrent)).toEqual({ ok: false, badPieces: [1, 2, 3], bytes: 40_000 })
    expect(await verifyPieces(stream(new Uint8Array(0)), torrent)).toMatchObject({ ok: false, badPieces: [0, 1, 2, 3] })
  })

  it('finds content that goes on too long wrong, though every piece is right', async () => {
    const longer = new Uint8Array(Buffer.concat([sampleContent, new Uint8Array(1)]))
    expect(await verifyPieces(stream(longer), torrent)).toEqual({ ok: false, badPieces: [], bytes: length + 1 })
  })

  it('stops reading once it knows that the content is too long', async () => {
    const { ok, bytes } = await verifyPieces(tooLong(), torrent)
    expect(ok).toBe(false)
    expect(bytes).toBe(length + 10_000)
  })

  it('passes a failure of the source on', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield sampleContent.subarray(0, 10)
      throw new Error('connection reset')
    }
    await expect(verifyPieces(failing(), torrent)).rejects.toThrow('connection reset')
  })
})
