import { parseEnv } from '@chronicle/core'
import { describe, expect, it } from '@jest/globals'
import { chooseAssignment } from '../src/assignment.ts'
import { environment } from '../src/env.ts'

describe('the environment of the seeder', () => {
  it('has these variables, which the task definition, the launch and ECS set', () => {
    expect(Object.keys(environment.shape).sort()).toEqual([
      'ATTEMPT',
      'AWS_ENDPOINT_URL',
      'DDB_TABLE',
      'ECS_CONTAINER_METADATA_URI_V4',
      'JOB_ID',
      'PATH',
      'PUBLIC_BASE_URL',
      'S3_BUCKET',
      'SEED_DHT',
      'SEED_FOLDER',
      'SEED_FROM',
      'SEED_HOURS',
      'SEED_PEER_PORT',
      'SEED_RATIO',
      'SSL_CERT_FILE',
      'TORRENT_KEY',
      'TRACKERS',
    ])
  })

  const least = { DDB_TABLE: 'jobs', PATH: '/usr/bin', S3_BUCKET: 'recordings' }

  it('seeds from the bucket, on the usual port, without limits, unless told otherwise', () => {
    expect(parseEnv(environment, least)).toMatchObject({
      SEED_DHT: true,
      SEED_FROM: 's3',
      SEED_HOURS: 0,
      SEED_PEER_PORT: 51_413,
      SEED_RATIO: 0,
    })
    expect(parseEnv(environment, { ...least, SEED_DHT: 'false', SEED_HOURS: '0.5' })).toMatchObject({
      SEED_DHT: false,
      SEED_HOURS: 0.5,
    })
  })

  it.each([{ SEED_RATIO: '-1' }, { SEED_PEER_PORT: '65536' }, { SEED_FROM: 'ipfs' }, { SEED_DHT: 'maybe' }])(
    'refuses %j',
    (wrong) => {
      expect(() => parseEnv(environment, { ...least, ...wrong })).toThrow(Object.keys(wrong)[0])
    },
  )
})

describe('chooseAssignment', () => {
  it('takes a job or a torrent, by setting or by argument', () => {
    expect(chooseAssignment({ JOB_ID: 'job-1', ATTEMPT: 2 })).toEqual({ jobId: 'job-1', attempt: 2 })
    expect(chooseAssignment({}, 'job-1')).toEqual({ jobId: 'job-1', attempt: undefined })
    expect(chooseAssignment({ TORRENT_KEY: 'a/b.mkv' })).toEqual({ torrentKey: 'a/b.mkv.torrent' })
    expect(chooseAssignment({}, 'a/b.mkv.torrent')).toEqual({ torrentKey: 'a/b.mkv.torrent' })
  })

  it.each([
    [{}, undefined],
    [{ JOB_ID: 'job-1', TORRENT_KEY: 'x.torrent' }, undefined],
    [{ JOB_ID: 'job-1' }, 'x.torrent'],
    [{ TORRENT_KEY: 'x.torrent' }, 'job-1'],
  ])('refuses %j with the argument %j: one thing is seeded', (settings, argument) => {
    expect(() => chooseAssignment(settings, argument)).toThrow('exactly one')
  })
})
