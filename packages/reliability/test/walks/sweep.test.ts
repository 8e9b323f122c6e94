import { expect, test } from '@jest/globals'
import { createWalk } from './walk.ts'

test('a recorder that is cut off from the table for five minutes goes on recording, and completes its job', async () => {
  const { record, row, recorder, recorders, minutes, ecs, launches, wrongInTheEnd } = createWalk()
  await record()
  const one = recorder()
  one.network = 'down'
  for (let minute = 0; minute < 5; minute++) {
    await recorders.move(one, 'beat')
    await minutes(1)
  }
  expect(row()).toMatchObject({ status: 'RECORDING', attempt: 1 })
  expect(ecs.tasks).toHaveLength(1)
  expect(ecs.tasks[0]).not.toHaveProperty('stopRequested')
  expect(await wrongInTheEnd()).toEqual([])
  expect(row()).toMatchObject({ status: 'COMPLETED', attempt: 1 })
  expect(row()).not.toHaveProperty('partial')
  expect(launches()).toEqual(['job-1/1/1'])
})

test('two sweeps at once ring once for a job that is due', async () => {
  const { post, row, queue, clock, log, sweep, launches, wrongInTheEnd } = createWalk()
  await post('job-1', { of: 'ring', call: 1, kind: 'refused' })
  clock.advance(3 * 60_000)
  await Promise.all([sweep(), sweep()])
  const swept = log.lines.flatMap(({ message, fields }) => (message === 'swept' ? [fields] : []))
  expect(swept).toContainEqual(expect.objectContaining({ rung: 1 }))
  expect(swept).toContainEqual(expect.objectContaining({ rung: 0, movedOn: 1 }))
  expect(row().sendSeq).toBe(2)
  expect(queue.size()).toBe(1)
  expect(await wrongInTheEnd()).toEqual([])
  expect(launches()).toEqual(['job-1/1/1'])
})

test('two sweeps at once settle a dead recorder once: its recording is kept, and one attempt begins', async () => {
  const { record, recorder, recorders, ecs, clock, sweep, row, queue, launches, wrongInTheEnd } = createWalk()
  await record()
  recorders.kill(recorder())
  for (const change of [...ecs.changes]) ecs.forget(change)
  clock.advance(5 * 60_000)
  await Promise.all([sweep(), sweep()])
  expect(row()).toMatchObject({ status: 'PENDING', attempt: 2, attempts: [{ status: 'COMPLETED', partial: true }] })
  expect(queue.size()).toBe(1)
  expect(await wrongInTheEnd()).toEqual([])
  expect(launches()).toEqual(['job-1/1/1', 'job-1/2/1'])
})
