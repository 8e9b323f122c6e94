import { expect, test } from '@jest/globals'
import { createWalk } from './walk.ts'

const accepted = { answer: { statusCode: 202 } }

test('a cancel while PENDING ends the job at once, and no bell launches it any more', async () => {
  const { post, cancel, row, launches, wrongInTheEnd } = createWalk()
  await post('job-1')
  expect(await cancel()).toMatchObject(accepted)
  expect(row()).toMatchObject({ status: 'CANCELLED', endReason: 'CANCEL_REQUESTED' })
  expect(await wrongInTheEnd()).toEqual([])
  expect(launches()).toEqual([])
})

test('a cancel while the launch waits for room ends the job at once, and the bell for the end of the wait launches nothing', async () => {
  const { post, cancel, row, deliverBell, minutes, ecs, launches, wrongInTheEnd } = createWalk()
  await post('job-1')
  ecs.refuse(true)
  await deliverBell()
  expect(row()).toMatchObject({ status: 'PENDING', launch: 2, nextAt: expect.any(String) })
  expect(await cancel()).toMatchObject(accepted)
  expect(row()).toMatchObject({ status: 'CANCELLED', endReason: 'CANCEL_REQUESTED' })
  await minutes(10)
  expect(await wrongInTheEnd()).toEqual([])
  expect(launches()).toEqual([])
})

test.each(['change', 'run'])(
  'a cancel while the launch is under way (after %s) is heard: its task is stopped and records nothing',
  async (call) => {
    const { post, cancel, row, deliverBell, meanwhileAfter, ecs, recorders, wrongInTheEnd } = createWalk()
    await post('job-1')
    meanwhileAfter(call, async () => expect(await cancel()).toMatchObject(accepted))
    await deliverBell()
    expect(row()).toMatchObject({ cancelRequested: true })
    expect(ecs.tasks).toMatchObject([{ stopRequested: expect.any(String) }])
    expect(await wrongInTheEnd()).toEqual([])
    expect(row().status).toBe('CANCELLED')
    expect(recorders.passed.size).toBe(0)
    expect(ecs.tasks).toHaveLength(1)
  },
)

test('a cancel of a launch whose answer got lost is heard by the fence, and by the sweep', async () => {
  const { post, cancel, row, deliverBell, comeUp, ecs, recorders, wrongInTheEnd } = createWalk()
  await post('job-1')
  await deliverBell({ of: 'run', call: 1, kind: 'killed after' })
  expect(await cancel()).toMatchObject(accepted)
  await expect(comeUp()).resolves.toBeUndefined()
  expect(recorders.passed.size).toBe(0)
  expect(await wrongInTheEnd()).toEqual([])
  expect(row().status).toBe('CANCELLED')
  expect(ecs.tasks).toHaveLength(1)
})

test('a cancel of a launch whose answer got lost is honoured by the next bell, which asks for no task', async () => {
  const { post, cancel, row, deliverBell, comeUp, ecs, recorders, wrongInTheEnd } = createWalk()
  await post('job-1')
  await deliverBell({ of: 'run', call: 1, kind: 'killed after' })
  await cancel()
  await deliverBell()
  expect(row()).toMatchObject({ status: 'CANCELLED', endReason: 'CANCEL_REQUESTED' })
  await comeUp()
  expect(recorders.passed.size).toBe(0)
  expect(await wrongInTheEnd()).toEqual([])
  expect(ecs.tasks).toHaveLength(1)
})

test('a cancel while the next attempt waits for its launch leaves what was recorded, and launches nothing', async () => {
  const { record, recorders, recorder, tellAll, cancel, row, launches, wrongInTheEnd } = createWalk()
  await record()
  recorders.kill(recorder())
  await tellAll()
  expect(row()).toMatchObject({ status: 'PENDING', attempt: 2 })
  expect(await cancel()).toMatchObject(accepted)
  expect(await wrongInTheEnd()).toEqual([])
  expect(row().attempts).toMatchObject([{ status: 'COMPLETED', partial: true, s3Key: expect.any(String) }])
  expect(launches()).toEqual(['job-1/1/1'])
})

test('a cancel while a retry is under way comes to one end or the other, and launches nothing', async () => {
  const { post, cancel, retry, row, meanwhileAfter, launches, wrongInTheEnd } = createWalk()
  await post('job-1')
  await cancel()
  meanwhileAfter('change', async () => expect(await cancel()).toMatchObject(accepted))
  await retry()
  expect(row()).toMatchObject({ status: 'CANCELLED', attempt: 2, attempts: [{ status: 'CANCELLED' }] })
  expect(await wrongInTheEnd()).toEqual([])
  expect(launches()).toEqual([])
})

test('a cancel of a recording keeps what is there', async () => {
  const { record, cancel, row, launches, wrongInTheEnd } = createWalk()
  await record()
  expect(await cancel()).toMatchObject(accepted)
  expect(await wrongInTheEnd()).toEqual([])
  expect(row()).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'CANCEL_REQUESTED', attempt: 1 })
  expect(launches()).toEqual(['job-1/1/1'])
})
