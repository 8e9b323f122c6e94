import { expect, test } from '@jest/globals'
import { createWalk } from './walk.ts'

async function inSecondAttempt() {
  const walk = createWalk()
  await walk.record()
  walk.recorders.kill(walk.recorder())
  const [late] = walk.ecs.changes
  await walk.tellAll()
  await walk.deliverBell()
  await walk.comeUp()
  await walk.recorders.move(walk.recorder(), 'go on')
  if (!late) throw new Error('ECS told nothing of the end of the first task')
  return { ...walk, late }
}

test('a late event of attempt 1 changes nothing of attempt 2, which records', async () => {
  const { row, late, tell, launches, wrongInTheEnd } = await inSecondAttempt()
  const before = row()
  expect(before).toMatchObject({ status: 'RECORDING', attempt: 2 })
  await tell(late)
  expect(row()).toEqual(before)
  expect(await wrongInTheEnd()).toEqual([])
  expect(row()).toMatchObject({ status: 'COMPLETED', attempt: 2, attempts: [{ attempt: 1, partial: true }] })
  expect(launches()).toEqual(['job-1/1/1', 'job-1/2/1'])
})

test('a recorder of attempt 1 that nobody can reach writes nothing into attempt 2', async () => {
  const { record, recorder, recorders, ecs, minutes, deliverBell, comeUp, row, wrongInTheEnd } = createWalk()
  await record()
  const lost = recorder()
  lost.network = 'down'
  // ECS believes it gone: its host was lost, and the process behind it lives on.
  ecs.stop(lost.task, { stopCode: 'TerminationNotice', stoppedReason: 'the host is gone' })
  await minutes(15)
  expect(row()).toMatchObject({ status: 'PENDING', attempt: 2 })
  await deliverBell()
  await comeUp()
  const second = row()
  lost.network = 'up'
  await recorders.move(lost, 'beat')
  await recorders.move(lost, 'go on')
  expect(row()).toEqual(second)
  expect(await wrongInTheEnd()).toEqual([])
  expect(row()).toMatchObject({ status: 'COMPLETED', attempt: 2 })
})

test('a job that is asked for again by the id of a deleted one is launched anew, and hears nothing of the earlier task', async () => {
  const { record, cancel, recorder, recorders, ecs, request, post, deliverBell, tell, tellAll, clock, ...rest } =
    createWalk()
  await record()
  await cancel()
  while (recorders.running.length > 0) await recorders.move(recorder(), 'go on')
  const [late] = ecs.changes
  await tellAll()
  await request({ method: 'DELETE', path: '/jobs/job-1', query: { purge: 'true' } })
  clock.advance(10 * 60_000)
  expect(await post('job-1')).toMatchObject({ answer: { statusCode: 202 } })
  await deliverBell()
  const before = rest.row()
  expect(before).toMatchObject({ status: 'STARTED', taskArn: ecs.tasks[1]?.taskArn })
  if (late) await tell(late)
  expect(rest.row()).toMatchObject({ status: 'STARTED' })
  recorders.forget('job-1')
  expect(await rest.wrongInTheEnd()).toEqual([])
  expect(rest.row()).toMatchObject({ status: 'COMPLETED', attempt: 1 })
})
