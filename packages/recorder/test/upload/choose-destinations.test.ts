import { buildJob, createFakeBucket, createFakeUploadStore } from '@chronicle/core/testing'
import { expect, test } from '@jest/globals'
import { chooseDestinations } from '../../src/upload/choose-destinations.ts'

test('takes the key that was asked for when it is free', async () => {
  const job = buildJob({ s3Key: 'recordings/mine.mkv' })
  const { wanted, own } = await chooseDestinations(createFakeUploadStore(), job, 'b')
  expect(wanted).toMatchObject({ bucket: 'b', key: 'recordings/mine.mkv' })
  expect(own.key).toBe('recordings/2026/03/04/job-1/stream.mkv')
})

test("takes the attempt's own key when the one that was asked for is taken", async () => {
  const bucket = createFakeBucket()
  bucket.put({ bucket: 'b', key: 'recordings/mine.mkv' }, Buffer.from('theirs'))
  const job = buildJob({ s3Key: 'recordings/mine.mkv', attempt: 2 })
  const { wanted } = await chooseDestinations(createFakeUploadStore(bucket), job, 'b')
  expect(wanted.key).toBe('recordings/2026/03/04/job-1/stream.a2.mkv')
  expect(wanted.metadata).toEqual({ 'chronicle-job-id': 'job-1', 'chronicle-attempt': '2' })
})
