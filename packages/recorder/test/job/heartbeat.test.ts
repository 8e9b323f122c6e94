import { fixedClock } from '@chronicle/core/testing'
import { expect, test } from '@jest/globals'
import { beat } from '../../src/job/heartbeat.ts'
import { createOwnRow } from '../../src/job/own-row.ts'
import { createRig, ME } from '../support/rig.ts'

const progress = { mediaSeconds: 12.5, bytesDownloaded: 3000, bytesUploaded: 2000 }

test('notes how far the recording is, and when', async () => {
  const rig = createRig({ runner: ME, status: 'RECORDING' })
  await beat(rig.deps, createOwnRow(rig.deps), progress, rig.stopSwitch)
  expect(rig.row()).toMatchObject({ ...progress, lastHeartbeat: expect.any(String), status: 'RECORDING' })
  expect(rig.stopSwitch.reason).toBeUndefined()
})

test('tells the sweep to look later, also in a row from before there was one', async () => {
  const rig = createRig({ runner: ME, status: 'RECORDING', open: undefined, lookAt: undefined })
  const clock = fixedClock('2026-03-04T06:00:20.000Z')
  const deps = { ...rig.deps, clock }
  await beat(deps, createOwnRow(deps), progress, rig.stopSwitch)
  expect(rig.row()).toMatchObject({ open: 'yes', lookAt: '2026-03-04T06:04:00.000Z' })
})

test('stops the recording when its cancellation was asked for', async () => {
  const rig = createRig({ runner: ME, cancelRequested: true })
  await beat(rig.deps, createOwnRow(rig.deps), progress, rig.stopSwitch)
  expect(rig.stopSwitch.reason).toBe('CANCEL_REQUESTED')
})

test.each([
  ['another recorder took the job', { runner: 'another' }],
  ['the job was ended', { runner: ME, status: 'FAILED' }],
] as const)('stops the recording when %s, and leaves the row alone', async (_, row) => {
  const rig = createRig(row)
  const before = rig.row()
  await beat(rig.deps, createOwnRow(rig.deps), progress, rig.stopSwitch)
  expect(rig.stopSwitch.reason).toBe('RUNNER_LOST')
  expect(rig.row()).toEqual(before)
})

test('goes on recording while the row cannot be written', async () => {
  const rig = createRig({ runner: ME })
  const row = createOwnRow({
    ...rig.deps,
    jobs: { ...rig.jobs, change: () => Promise.reject(new Error('table is away')) },
  })
  await beat(rig.deps, row, progress, rig.stopSwitch)
  expect(rig.stopSwitch.reason).toBeUndefined()
  expect(rig.log.lines).toMatchObject([{ level: 'warn', message: 'heartbeat not written' }])
})
