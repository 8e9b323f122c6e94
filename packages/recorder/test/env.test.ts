import { parseEnv } from '@chronicle/core'
import { expect, test } from '@jest/globals'
import { environment } from '../src/env.ts'

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
