import { describe, expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import { InvalidEnvironment, parseEnv, settings } from '../src/index.ts'

const schema = z.object(settings)
const complete = {
  CONTAINER_NAME: 'chronicle-recorder',
  DDB_TABLE: 'jobs',
  ECS_CLUSTER: 'chronicle-cluster',
  ECS_TASK_DEF: 'arn:aws:ecs:us-east-1:000000000000:task-definition/chronicle-recorder:1',
  S3_BUCKET: 'chronicle-recordings-dev',
  SECURITY_GROUP_IDS: 'sg-1',
  SQS_QUEUE_URL: 'http://localhost:4566/000000000000/chronicle-jobs.fifo',
  SUBNET_IDS: ' subnet-1, subnet-2,,',
}

/** The text of the error that parsing throws. */
function complaint(source: Record<string, string | undefined>): string {
  try {
    parseEnv(schema, source)
    return ''
  } catch (error) {
    if (error instanceof InvalidEnvironment) return error.message
    throw error
  }
}

describe('parseEnv', () => {
  it('reads lists and numbers, and fills in what has a default', () => {
    expect(parseEnv(schema, { ...complete, TTL_DAYS: '7', HOME: '/root' })).toEqual({
      ...complete,
      SECURITY_GROUP_IDS: ['sg-1'],
      SUBNET_IDS: ['subnet-1', 'subnet-2'],
      LAYER_FOLDERS: ['/opt'],
      MAX_ACTIVE_JOBS: 0,
      MAX_ATTEMPTS: 3,
      MAX_DURATION_SECONDS: 43_200,
      PRIVATE_SOURCES: [],
      TORRENT_ENGINE: 'auto',
      TRACKERS: [],
      TTL_DAYS: 7,
    })
  })

  it('reports every problem at once, each with its variable and what is wanted', () => {
    const { DDB_TABLE: _, ECS_CLUSTER: __, ...rest } = complete
    const lines = complaint({ ...rest, TTL_DAYS: 'soon', MAX_DURATION_SECONDS: '0', SQS_QUEUE_URL: 'x' }).split('\n')
    expect(lines.slice(1).sort()).toEqual([
      expect.stringMatching(/^ {2}DDB_TABLE: .*expected string/),
      expect.stringMatching(/^ {2}ECS_CLUSTER: .*expected string/),
      expect.stringMatching(/^ {2}MAX_DURATION_SECONDS: .*>=1/),
      expect.stringMatching(/^ {2}SQS_QUEUE_URL: .*URL/),
      expect.stringMatching(/^ {2}TTL_DAYS: .*expected number/),
    ])
  })

  it('takes an empty variable for one that is not set', () => {
    expect(parseEnv(schema, { ...complete, TRACKERS: '', AWS_ENDPOINT_URL: '', TTL_DAYS: '' })).toMatchObject({
      TRACKERS: [],
      TTL_DAYS: 30,
    })
    expect(complaint({ ...complete, S3_BUCKET: '' })).toContain('S3_BUCKET')
  })

  it.each(['AWS_ENDPOINT_URL', 'PUBLIC_BASE_URL', 'SQS_QUEUE_URL', 'TTL_DAYS', 'MAX_DURATION_SECONDS'])(
    'never prints the value of %s, which may be secret',
    (name) => {
      const message = complaint({ ...complete, [name]: 'sesame' })
      expect(message).toContain(name)
      expect(message).not.toContain('sesame')
    },
  )

  it.each(['0', '-1', '1.5', '3651', 'Infinity', 'NaN'])('refuses to keep rows for %s days', (days) => {
    expect(complaint({ ...complete, TTL_DAYS: days })).toContain('TTL_DAYS')
  })
})
