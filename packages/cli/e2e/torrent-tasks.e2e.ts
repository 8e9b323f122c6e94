import { DeleteObjectCommand, HeadObjectCommand, NotFound, PutObjectCommand } from '@aws-sdk/client-s3'
import { names } from '@chronicle/local'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { foreignTorrent } from './foreign-torrent.ts'
import { stackUnderTest } from './stack-under-test.ts'
import { handOverAbove, torrentRows } from './torrent-rows.ts'

const stack = await stackUnderTest()
afterAll(() => stack.stop())
const { s3 } = stack.aws
const Bucket = names.bucket
const rowOf = torrentRows(stack.url)

/** Whether an object is there. */
const isThere = (Key: string) =>
  s3.send(new HeadObjectCommand({ Bucket, Key })).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotFound) return false
      throw error
    },
  )

describe('an object that is more than one invocation hashes', () => {
  beforeAll(() => handOverAbove(stack.aws, 1000))

  it('gets its torrent from a task of the recorder, is followed by it, and loses it when it is deleted', async () => {
    const content = Buffer.alloc(3_000_000, 'chronicle')
    await s3.send(new PutObjectCommand({ Bucket, Key: 'films/large.bin', Body: content }))
    await rowOf('films/large.bin', ({ status }) => status === 'PENDING')
    const made = await rowOf('films/large.bin', ({ status }) => status === 'COMPLETED')
    expect(made).toMatchObject({ kind: 'torrent', hashedBytes: 3_000_000, runner: expect.stringMatching(/^arn:/) })
    const torrent = foreignTorrent(await stack.object(Bucket, 'films/large.bin.torrent'))
    expect([torrent.infoHash, torrent.fits(content)]).toEqual([made.infoHash, true])

    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'films/large.bin' }))
    const gone = await rowOf('films/large.bin', ({ status }) => status === 'CANCELLED')
    expect(gone).toMatchObject({ torrentWithdrawnAt: expect.any(String) })
    expect(gone).not.toHaveProperty('infoHash')
    expect(await isThere('films/large.bin.torrent')).toBe(false)
  }, 240_000)
})
