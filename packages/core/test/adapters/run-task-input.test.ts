import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { runTaskInput } from '../../src/adapters/index.ts'
import { buildJob } from '../../testing/index.ts'

const settings = {
  cluster: 'chronicle-cluster',
  containerName: 'chronicle-recorder',
  subnetIds: ['subnet-1', 'subnet-2'],
  securityGroupIds: ['sg-1'],
}
const createdAt = '2026-03-04T05:06:07.000Z'
const taskDefinition = 'arn:aws:ecs:us-east-1:000000000000:task-definition/chronicle-recorder:7'
const launches = fc.record({
  jobId: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  attempt: fc.integer({ min: 1, max: 999 }),
  launch: fc.integer({ min: 1, max: 999 }),
  createdAt: fc.constantFrom('2026-03-04T05:06:07.000Z', '2026-03-04T05:06:07.001Z'),
  taskDefinition: fc.constant(taskDefinition),
})

describe('runTaskInput', () => {
  it('says the same of a launch every time, or ECS would refuse the repeated token', () => {
    fc.assert(
      fc.property(launches, (launch) => {
        expect(runTaskInput(settings, { ...launch })).toEqual(runTaskInput(settings, launch))
      }),
    )
  })

  it('says nothing of the row but the launch, since the row changes between repeats', () => {
    const row = { ...buildJob(), taskDefinition }
    const later = { ...row, status: 'STARTED' as const, statusReason: 'waiting', sendSeq: 9, nextAt: row.createdAt }
    expect(runTaskInput(settings, later)).toEqual(runTaskInput(settings, row))
  })

  it('names every subnet and every security group in every call, so that ECS may choose among all zones', () => {
    const ids = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{8}$/), { minLength: 1, maxLength: 16 })
    fc.assert(
      fc.property(launches, ids, ids, (launch, subnetIds, securityGroupIds) => {
        const { networkConfiguration } = runTaskInput({ ...settings, subnetIds, securityGroupIds }, launch)
        expect(networkConfiguration?.awsvpcConfiguration).toEqual({
          subnets: subnetIds,
          securityGroups: securityGroupIds,
          assignPublicIp: 'ENABLED',
        })
      }),
    )
  })

  it('gives the container only JOB_ID, ATTEMPT and LAUNCH', () => {
    const input = runTaskInput(settings, { jobId: 'job-1', attempt: 2, launch: 3, createdAt, taskDefinition })
    expect(input.overrides).toEqual({
      containerOverrides: [
        {
          name: 'chronicle-recorder',
          environment: [
            { name: 'JOB_ID', value: 'job-1' },
            { name: 'ATTEMPT', value: '2' },
            { name: 'LAUNCH', value: '3' },
          ],
        },
      ],
    })
  })

  it('starts one Fargate task of the pinned definition, which its startedBy leads back to its launch', () => {
    expect(runTaskInput(settings, { jobId: 'job-1', attempt: 2, launch: 3, createdAt, taskDefinition })).toMatchObject({
      cluster: 'chronicle-cluster',
      taskDefinition,
      count: 1,
      launchType: 'FARGATE',
      startedBy: 'job-1/2/3',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'] } },
    })
  })

  it('says of a seeder that it is one, with a token of its own', () => {
    const launch = { jobId: 'job-1', attempt: 2, launch: 3, createdAt, taskDefinition }
    const seeder = runTaskInput({ ...settings, purpose: 'seed' }, launch)
    expect(seeder.startedBy).toBe('seed/job-1/2/3')
    expect(seeder.clientToken).toMatch(/^[0-9a-f]{64}$/)
    expect(seeder.clientToken).not.toBe(runTaskInput(settings, launch).clientToken)
    expect(seeder.overrides).toEqual(runTaskInput(settings, launch).overrides)
  })

  it('keeps token and startedBy within what ECS takes', () => {
    fc.assert(
      fc.property(launches, (launch) => {
        for (const purpose of [{}, { purpose: 'seed' }] as const) {
          const { clientToken, startedBy } = runTaskInput({ ...settings, ...purpose }, launch)
          expect(clientToken).toMatch(/^[!-~]{1,64}$/)
          expect(startedBy).toMatch(/^[A-Za-z0-9_/-]{1,128}$/)
        }
      }),
    )
  })

  it('gives a job a token of its own whose id was that of one that was deleted', () => {
    const launch = { jobId: 'job-1', attempt: 1, launch: 1, createdAt, taskDefinition }
    const later = { ...launch, createdAt: '2026-03-04T07:00:00.000Z' }
    expect(runTaskInput(settings, later).clientToken).not.toBe(runTaskInput(settings, launch).clientToken)
  })

  it('gives every launch a token of its own', () => {
    fc.assert(
      fc.property(launches, launches, (a, b) => {
        const same =
          a.jobId === b.jobId && a.attempt === b.attempt && a.launch === b.launch && a.createdAt === b.createdAt
        expect(runTaskInput(settings, a).clientToken === runTaskInput(settings, b).clientToken).toBe(same)
      }),
    )
    const tokenOf = (attempt: number, launch: number) =>
      runTaskInput(settings, { jobId: 'job-1', attempt, launch, createdAt, taskDefinition }).clientToken
    expect(new Set([tokenOf(1, 11), tokenOf(11, 1), tokenOf(1, 1)]).size).toBe(3)
  })
})
