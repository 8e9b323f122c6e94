import type { Job, Seeding } from '@chronicle/core'
import { createFakeTaskRunner } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { dueJob, nothing } from './due-job.ts'
import { createLifecycle, NOW } from './lifecycle.ts'

const seeder = 'arn:aws:ecs:us-east-1:000000000000:task/chronicle-cluster/seeder-1'
const seeding: Seeding = { state: 'SEEDING', since: '2026-03-04T05:00:00.000Z', uploadedBytes: 5 }
const seeded = (row: Partial<Job> = {}) => dueJob({ status: 'COMPLETED', seeder, seeding, ...row })
const seeders = () => ({ tasks: createFakeTaskRunner(), taskDefinition: 'arn:transmission:1' })

describe('the sweep', () => {
  it('leaves a seeder alone that lives, and looks again half an hour later', async () => {
    const lifecycle = createLifecycle([seeded()], { seeders: seeders() })
    lifecycle.tasks.tell({ taskArn: seeder, lastStatus: 'RUNNING' })
    await lifecycle.sweep()
    expect(lifecycle.row()).toEqual({ ...seeded(), lookAt: '2026-03-04T06:30:00.000Z' })
    expect(lifecycle.tally()).toEqual({ ...nothing, leftAlone: 1 })
  })

  it.each(['LAUNCHING', 'PREPARING', 'SEEDING'] as const)(
    'ends the seeding of a seeder whose end nobody heard of while it was %s',
    async (state) => {
      const lifecycle = createLifecycle([seeded({ seeding: { ...seeding, state } })], { seeders: seeders() })
      lifecycle.tasks.tell({ taskArn: seeder, lastStatus: 'STOPPED', containers: [{ exitCode: 137 }] })
      await lifecycle.sweep()
      expect(lifecycle.row()).toMatchObject({
        status: 'COMPLETED',
        seeding: { state: 'FAILED', since: NOW, errorCode: 'SEEDER_KILLED' },
      })
      for (const attribute of ['seeder', 'open', 'lookAt']) expect(lifecycle.row()).not.toHaveProperty(attribute)
      expect(lifecycle.metrics.counted).toEqual([
        { name: 'SeedingFailed', dimensions: { code: 'SEEDER_KILLED' } },
        { name: 'SweepRepaired', dimensions: { reason: 'SEEDER_STOPPED' } },
      ])
    },
  )

  it('ends it, too, where ECS does not know the seeder any more, and where seeding is off by now', async () => {
    const { sweep, row } = createLifecycle([seeded()])
    await sweep()
    expect(row()?.seeding).toMatchObject({ state: 'FAILED', errorCode: 'SEEDER_LOST' })
  })

  it('waits ten minutes for ECS to know a seeder', async () => {
    const young = { ...seeding, since: '2026-03-04T05:51:00.000Z' }
    const { sweep, row } = createLifecycle([seeded({ seeding: young })])
    await sweep()
    expect(row()?.seeding).toEqual(young)
  })

  it('leaves a seeder that was started by hand to whoever started it', async () => {
    const { sweep, row, tally } = createLifecycle([seeded({ seeder: 'process/1' })], { seeders: seeders() })
    await sweep()
    const { open: _, lookAt: __, ...rest } = seeded({ seeder: 'process/1' })
    expect(row()).toEqual(rest)
    expect(tally()).toEqual({ ...nothing, dropped: 1 })
  })

  it('takes a job out of the index whose seeding has ended', async () => {
    const ended = { ...seeding, state: 'ENDED' } as const
    const { sweep, row } = createLifecycle([seeded({ seeder: undefined, seeding: ended })])
    await sweep()
    expect(row()).not.toHaveProperty('open')
    expect(row()?.seeding).toEqual(ended)
  })
})
