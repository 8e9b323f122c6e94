import { fixedClock } from '@chronicle/core/testing'
import { expect, test } from '@jest/globals'
import { RunnerLost } from '../../src/failures.ts'
import { createOwnRow } from '../../src/job/own-row.ts'
import { createRig, ME } from '../support/rig.ts'

function createRow(status: 'STARTED' | 'RECORDING' | 'COMPLETED' | 'FAILED', runner = ME) {
  const rig = createRig({ runner, status })
  return { ...rig, own: createOwnRow({ ...rig.deps, clock: fixedClock('2026-03-04T06:00:00.000Z') }) }
}

test('moves the job on and appends to its events', async () => {
  const rig = createRow('STARTED')
  await rig.own.moveTo('RECORDING', { recordingAt: '2026-03-04T06:00:00.000Z' })
  expect(rig.row()).toMatchObject({ status: 'RECORDING', recordingAt: '2026-03-04T06:00:00.000Z' })
  expect(rig.row().events.at(-1)).toEqual({ at: '2026-03-04T06:00:00.000Z', status: 'RECORDING', attempt: 1 })
  expect(rig.row()).toMatchObject({ open: 'yes', lookAt: '2026-03-04T06:03:00.000Z' })
})

test('never moves a job back', async () => {
  const rig = createRow('FAILED')
  await expect(rig.own.moveTo('UPLOADING', {})).rejects.toThrow(RunnerLost)
  expect(rig.row().status).toBe('FAILED')
})

test('does not write to a job that another recorder has', async () => {
  const rig = createRow('RECORDING', 'another')
  await expect(rig.own.end('COMPLETED', { size: 1 })).rejects.toThrow('recorded by another')
  expect(rig.row().size).toBeUndefined()
})

test('a write that was made although its answer got lost is not made again', async () => {
  const rig = createRow('RECORDING')
  await rig.own.end('COMPLETED', { size: 1 }, 'ENDED')
  await rig.own.end('COMPLETED', { size: 1 }, 'ENDED')
  expect(rig.row().events.filter(({ status }) => status === 'COMPLETED')).toHaveLength(1)
  expect(rig.row()).not.toHaveProperty('open')
})

test('an end says of an attempt what it came to, and nothing that was noted of it on the way', async () => {
  const gaps = { count: 1, seconds: 2, longest: [] }
  const rig = createRow('RECORDING')
  await rig.own.note({ gaps, uploadId: 'u' })
  await rig.own.end('FAILED', { error: 'nothing' })
  expect(rig.row()).not.toHaveProperty('gaps')
  expect(rig.row()).not.toHaveProperty('uploadId')
  const kept = createRow('RECORDING')
  await kept.own.end('COMPLETED', { gaps })
  expect(kept.row()).toMatchObject({ gaps })
})

test('a status on the way that cannot be written does not end the recording', async () => {
  const rig = createRow('STARTED')
  const jobs = { ...rig.jobs, change: () => Promise.reject(new Error('table is away')) }
  await createOwnRow({ ...rig.deps, jobs }).moveTo('RECORDING', {})
  expect(rig.log.lines).toMatchObject([{ level: 'warn', message: 'status not written' }])
})

test('the end of a job is written once the table is back', async () => {
  const rig = createRow('RECORDING')
  let refusals = 1
  const change: typeof rig.jobs.change = (...wanted) =>
    refusals-- > 0 ? Promise.reject(new Error('table is away')) : rig.jobs.change(...wanted)
  await createOwnRow({ ...rig.deps, jobs: { ...rig.jobs, change } }, [1]).end('COMPLETED', {})
  expect(rig.row().status).toBe('COMPLETED')
})
