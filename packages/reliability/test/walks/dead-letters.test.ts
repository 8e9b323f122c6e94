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

/** A job whose dispatcher dies each time that it has launched its task: its bell is a dead letter. */
async function launchedInVain() {
  const walk = createWalk()
  await walk.post('job-1')
  const [bell] = walk.queue.receivable()
  if (!bell) throw new Error('no bell was rung')
  for (let receive = 0; receive < 5; receive++) await walk.deliver(bell, { of: 'run', call: 1, kind: 'killed after' })
  expect(walk.queue.dead).toEqual([bell])
  expect(walk.row()).toMatchObject({ status: 'PENDING', launch: 1 })
  expect(walk.launches()).toEqual(['job-1/1/1'])
  return { ...walk, bell }
}

test('a dead letter of a job that has a task nobody heard of leaves the job to its task', async () => {
  const { bell, deliverDead, row, comeUp, launches, wrongInTheEnd } = await launchedInVain()
  await deliverDead(bell)
  expect(row().status).toBe('PENDING')
  expect(row().events).toContainEqual(expect.objectContaining({ reason: expect.stringContaining('dead letter') }))
  await comeUp()
  expect(await wrongInTheEnd()).toEqual([])
  expect(row()).toMatchObject({ status: 'COMPLETED', attempt: 1 })
  expect(launches()).toEqual(['job-1/1/1'])
})

test('a dead letter of a job whose task comes up while ECS does not tell of it fails no job that is recorded', async () => {
  const { bell, deliverDead, ecs, meanwhileAfter, comeUp, row, launches, wrongInTheEnd } = await launchedInVain()
  ecs.lag(5)
  meanwhileAfter('startedBy', comeUp)
  await deliverDead(bell)
  expect(row()).toMatchObject({ status: 'PENDING', runner: ecs.tasks[0]?.taskArn })
  expect(await wrongInTheEnd()).toEqual([])
  expect(row()).toMatchObject({ status: 'COMPLETED', attempt: 1 })
  expect(launches()).toEqual(['job-1/1/1'])
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
