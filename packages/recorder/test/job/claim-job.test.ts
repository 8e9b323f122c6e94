import type { Job } from '@chronicle/core'
import { expect, test } from '@jest/globals'
import { claimJob } from '../../src/job/claim-job.ts'
import { recordJob } from '../../src/record-job.ts'
import { createRig, ME } from '../support/rig.ts'

const claim = async (row: Partial<Job>, assignment = {}) => {
  const rig = createRig(row)
  const claimed = await claimJob({ ...rig.deps, assignment: { ...rig.deps.assignment, ...assignment } })
  return { claimed, row: rig.row() }
}

test.each(['PENDING', 'STARTED'] as const)('takes a job that is %s and nobody records', async (status) => {
  const { claimed, row } = await claim({ status })
  expect(claimed?.jobId).toBe('job-1')
  expect(row).toMatchObject({ status, runner: ME, open: 'yes' })
  expect(Date.parse(row.lookAt ?? '') - Date.now()).toBeGreaterThan(120_000)
})

test('takes its own job again', async () => {
  expect((await claim({ runner: ME })).claimed).toBeDefined()
})

test.each([
  ['another recorder has it', { runner: 'another' }, {}],
  ['its launch was given up for a newer one', { launch: 2 }, { launch: 1 }],
  ['its attempt was given up for a newer one', { attempt: 2 }, { attempt: 1 }],
  ['its cancellation was asked for', { cancelRequested: true }, {}],
  ['it is being recorded', { status: 'RECORDING' }, {}],
  ['it is over', { status: 'COMPLETED' }, {}],
] as const)('leaves a job alone when %s', async (_, row, assignment) => {
  const before = createRig(row).row()
  const outcome = await claim(row, assignment)
  expect(outcome.claimed).toBeUndefined()
  expect(outcome.row).toEqual(before)
})

test('leaves a job that does not exist alone', async () => {
  expect((await claim({}, { jobId: 'job-2' })).claimed).toBeUndefined()
})

test('a recorder that is refused exits as if all were well, and has touched nothing', async () => {
  const rig = createRig({ runner: 'another' })
  const before = rig.row()
  expect(await recordJob(rig.deps, rig.stopSwitch)).toBe(0)
  expect(rig.row()).toEqual(before)
  expect(rig.bucket.keys()).toEqual([])
  expect(rig.uploads.open.size).toBe(0)
})
