import { parseEnv } from '@chronicle/core'
import { expect, test } from '@jest/globals'
import { environment, handEnvironment, wantedWork } from '../src/env.ts'

const given = { JOB_ID: 'job-1', ATTEMPT: '1', LAUNCH: '2', S3_BUCKET: 'b', DDB_TABLE: 'jobs', PATH: '/bin' }

test('reads the launch that it is, with the defaults of the rest', () => {
  expect(parseEnv(environment, given)).toMatchObject({
    ATTEMPT: 1,
    LAUNCH: 2,
    MAX_DURATION_SECONDS: 43_200,
    TRACKERS: [],
  })
})

test('names everything that is missing at once', () => {
  expect(() => parseEnv(environment, { ATTEMPT: '0' })).toThrow(/ATTEMPT.*DDB_TABLE.*JOB_ID.*LAUNCH.*S3_BUCKET/s)
})

test('a URL or a key without a job is work by hand; a job says itself what it wants', () => {
  expect(wantedWork({ URL: 'https://example.com/live' })).toBe('recording')
  expect(wantedWork({ URL: 'https://example.com/live', JOB_ID: '' })).toBe('recording')
  expect(wantedWork({ TORRENT_KEY: 'films/a.mp4' })).toBe('torrent')
  expect(wantedWork({ URL: 'https://example.com/live', TORRENT_KEY: 'films/a.mp4', JOB_ID: 'job-1' })).toBe('job')
  expect(wantedWork({})).toBe('job')
})

test('a recording by hand needs no table, and is refused a URL as a job would be', () => {
  const byHand = { URL: 'https://example.com/live', S3_BUCKET: 'b', PATH: '/bin' }
  expect(parseEnv(handEnvironment, byHand)).toMatchObject({ URL: byHand.URL, MAX_DURATION_SECONDS: 43_200 })
  expect(() => parseEnv(handEnvironment, { ...byHand, URL: 'rtmp://example.com/live' })).toThrow(
    /URL: .*only http and https are recorded/,
  )
  expect(() => parseEnv(handEnvironment, { ...byHand, FILENAME: 'x'.repeat(256) })).toThrow(/FILENAME/)
})
