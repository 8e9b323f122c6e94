import { setTimeout as sleep } from 'node:timers/promises'
import { ListObjectsV2Command, PutBucketNotificationConfigurationCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { names } from '@chronicle/local'
import { afterAll, describe, expect, it } from '@jest/globals'
import { foreignTorrent } from './foreign-torrent.ts'
import { stackUnderTest } from './stack-under-test.ts'

// As little room as the engine gives on the smallest machine.
const stack = await stackUnderTest({ engineEnvironment: { LAMBDA_ACCOUNT_CONCURRENCY: '16' } })
afterAll(() => stack.stop())
const { s3 } = stack.aws
const Bucket = names.bucket

const OBJECTS = 60
const keysBelow = (prefix: string) => Array.from({ length: OBJECTS }, (_, index) => `${prefix}${index}.bin`)
const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: `content of ${Key}` }))

/** The keys below a prefix that have a torrent beside them: once all have, or when no more are to be expected. */
async function withTorrents(prefix: string): Promise<string[]> {
  for (let tries = 0; ; tries++) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }))
    const keys = Contents.flatMap(({ Key = '' }) => (Key.endsWith('.torrent') ? Key.slice(0, -'.torrent'.length) : []))
    if (keys.length === OBJECTS || tries === 200) return keys
    await sleep(250)
  }
}

async function expectTorrentsOf(prefix: string): Promise<void> {
  expect((await withTorrents(prefix)).toSorted()).toEqual(keysBelow(prefix).toSorted())
  for (const key of keysBelow(prefix))
    expect(foreignTorrent(await stack.object(Bucket, `${key}.torrent`)).fits(Buffer.from(`content of ${key}`))).toBe(
      true,
    )
}

describe('many objects at once, more than there is room for,', () => {
  it('all get their torrents, and the API goes on answering meanwhile', async () => {
    await Promise.all(keysBelow('uploads/').map(put))
    await expect(stack.api.health()).resolves.toMatchObject({ status: 'ok' })
    await expectTorrentsOf('uploads/')
  }, 120_000)

  it('all get them where they were there before, and a backfill orders them', async () => {
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} }))
    await Promise.all(keysBelow('before/').map(put))
    const { jobId } = await stack.api.orderBackfill('before/')
    await expect(stack.ended(jobId)).resolves.toMatchObject({
      status: 'COMPLETED',
      backfill: { listed: OBJECTS, ordered: OBJECTS, failed: 0 },
    })
    await expectTorrentsOf('before/')
  }, 120_000)
})
