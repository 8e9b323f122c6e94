import { expect, test } from '@jest/globals'
import { RunnerLost } from '../../src/failures.ts'
import { createOwnRow } from '../../src/job/own-row.ts'
import { whyStopped } from '../../src/job/why-stopped.ts'
import { createRig, ME } from '../support/rig.ts'

test.each([
  ['was stopped because its job was cancelled', { cancelRequested: true }, 'STOPPED', 'CANCEL_REQUESTED'],
  ['was stopped for another reason', {}, 'STOPPED', 'STOPPED'],
  ['had ended by itself when its job was cancelled', { cancelRequested: true }, 'ENDED', 'ENDED'],
] as const)('a recording that %s says so', async (_, overrides, endReason, expected) => {
  const rig = createRig({ runner: ME, status: 'RECORDING', ...overrides })
  await expect(whyStopped(rig.deps, createOwnRow(rig.deps), endReason)).resolves.toBe(expected)
})

test('a recording that was stopped ends as stopped when its row cannot be read', async () => {
  const rig = createRig({ runner: ME })
  const change = () => Promise.reject(new Error('table is away'))
  const row = createOwnRow({ ...rig.deps, jobs: { ...rig.jobs, change } })
  await expect(whyStopped(rig.deps, row, 'STOPPED')).resolves.toBe('STOPPED')
  expect(rig.log.lines).toMatchObject([{ level: 'warn', message: 'row not read' }])
})

test('a recording whose job is no longer its own is told so', async () => {
  const rig = createRig({ runner: 'another' })
  await expect(whyStopped(rig.deps, createOwnRow(rig.deps), 'STOPPED')).rejects.toBeInstanceOf(RunnerLost)
})
