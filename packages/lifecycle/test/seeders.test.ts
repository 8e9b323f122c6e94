import { parseEnv } from '@chronicle/core'
import { describe, expect, it } from '@jest/globals'
import { environment } from '../src/env.ts'
import { createSeeders } from '../src/seeders.ts'

const least = { DDB_TABLE: 'jobs', ECS_CLUSTER: 'cluster', SQS_QUEUE_URL: 'https://sqs.example/jobs.fifo' }
const seeding = {
  CONTAINER_NAME: 'chronicle-transmission',
  SECURITY_GROUP_IDS: 'sg-1',
  SUBNET_IDS: 'subnet-1,subnet-2',
  TRANSMISSION_TASK_DEF: 'arn:transmission:1',
}
const seeders = (settings: object) => createSeeders(parseEnv(environment, { ...least, ...settings }), {})

describe('seeding', () => {
  it('is off where no task definition is set, whatever else is', () => {
    expect(seeders({})).toBeUndefined()
    expect(seeders({ ...seeding, TRANSMISSION_TASK_DEF: '' })).toBeUndefined()
  })

  it('is on with all that a launch needs', () => {
    expect(seeders(seeding)).toMatchObject({ taskDefinition: 'arn:transmission:1' })
  })

  it.each(Object.keys(seeding).filter((name) => name !== 'TRANSMISSION_TASK_DEF'))('is refused without %s', (name) => {
    expect(() => seeders({ ...seeding, [name]: '' })).toThrow(name)
  })
})
