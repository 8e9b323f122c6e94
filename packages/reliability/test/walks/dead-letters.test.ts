import { expect, test } from '@jest/globals'
import { createWalk, url } from './walk.ts'

/** A message that fails as often as a message may. */
async function untilDead(walk: ReturnType<typeof createWalk>, body: unknown) {
  const message = walk.queue.send(JSON.stringify(body), 'default')
  for (let receive = 0; receive < 5; receive++) await walk.deliver(message, { call: 1, kind: 'refused' })
  return message
}

test('a dead letter of a running job is noted in its events, and the recording goes on', async () => {
  const walk = createWalk()
  await walk.record()
  const before = walk.row()
  await walk.deliverDead(await untilDead(walk, { jobId: 'job-1', url }))
  const { events, ...rest } = walk.row()
  const { events: earlier, ...unchanged } = before
  expect(rest).toEqual(unchanged)
  expect(events).toEqual([...earlier, expect.objectContaining({ status: before.status, attempt: 1 })])
  expect(walk.queue.dead).toEqual([])
  expect(await walk.wrongInTheEnd()).toEqual([])
  expect(walk.row().status).toBe('COMPLETED')
})

test('a dead letter of a job that nobody knows is a failed job with its body, and a redrive launches it', async () => {
  const walk = createWalk()
  const body = { jobId: 'job-1', url }
  await walk.deliverDead(await untilDead(walk, body))
  expect(walk.row()).toMatchObject({
    status: 'FAILED',
    errorCode: 'DEAD_LETTERED',
    deadLetteredAt: expect.any(String),
    requestBody: JSON.stringify(body),
  })
  await walk.request({ method: 'POST', path: '/dead-letters/redrive', body: {} })
  expect(walk.row()).toMatchObject({ status: 'PENDING', attempt: 2, url })
  expect(await walk.wrongInTheEnd()).toEqual([])
  expect(walk.row()).toMatchObject({ status: 'COMPLETED', url })
  expect(walk.launches()).toEqual(['job-1/2/1'])
})
