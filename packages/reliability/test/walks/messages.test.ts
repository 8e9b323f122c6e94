import { expect, test } from '@jest/globals'
import { createWalk, url } from './walk.ts'

test('a message that takes the id of a job for another URL changes nothing of the job, and is seen as a failed one', async () => {
  const { post, row, queue, deliver, launches, wrongInTheEnd } = createWalk()
  await post('job-1')
  const before = row()
  const body = { jobId: 'job-1', url: 'https://example.com/other', filename: 'other', s3Key: 'recordings/other.mkv' }
  const message = queue.send(JSON.stringify(body), 'default')
  await deliver(message)
  expect(row()).toEqual(before)
  expect(row(message.messageId)).toMatchObject({
    status: 'FAILED',
    errorCode: 'JOB_ID_TAKEN',
    requestBody: JSON.stringify(body),
  })
  expect(await wrongInTheEnd()).toEqual([])
  expect(row()).toMatchObject({ status: 'COMPLETED', url })
  expect(launches()).toEqual(['job-1/1/1'])
})

test('a message that can never become a job holds up none behind it in its group', async () => {
  const { queue, deliver, row, rows, launches, wrongInTheEnd } = createWalk()
  const poison = queue.send('not JSON', 'default')
  for (const jobId of ['job-1', 'job-2']) queue.send(JSON.stringify({ jobId, url }), 'default')
  expect(queue.receivable()).toEqual([poison])
  for (let turn = 0; turn < 3; turn++) for (const message of queue.receivable()) await deliver(message)
  expect(queue.size()).toBe(0)
  expect(row(poison.messageId)).toMatchObject({
    status: 'FAILED',
    errorCode: 'INVALID_REQUEST',
    requestBody: 'not JSON',
  })
  expect(launches()).toEqual(['job-1/1/1', 'job-2/1/1'])
  expect(await wrongInTheEnd()).toEqual([])
  expect(rows().map(({ status }) => status)).toEqual(['FAILED', 'COMPLETED', 'COMPLETED'])
})

test('a message that fails each time holds up those behind it in its group until it is a dead letter, and is seen as one', async () => {
  const { queue, deliver, deliverDead, row, launches, wrongInTheEnd } = createWalk()
  const [poison, healthy] = ['poison', 'job-1'].map((jobId) => queue.send(JSON.stringify({ jobId, url }), 'default'))
  if (!poison || !healthy) throw new Error('nothing was sent')
  for (let receive = 0; receive < 5; receive++) {
    expect(queue.receivable()).toEqual([poison])
    await deliver(poison, { of: 'create', call: 1, kind: 'refused' })
  }
  expect(queue.receivable()).toEqual([healthy])
  await deliver(healthy)
  expect(launches()).toEqual(['job-1/1/1'])
  await deliverDead(poison)
  expect(row('poison')).toMatchObject({ status: 'FAILED', errorCode: 'DEAD_LETTERED', requestBody: poison.body })
  expect(await wrongInTheEnd()).toEqual([])
  expect(row()).toMatchObject({ status: 'COMPLETED' })
})

test('a message that fails for now holds up those behind it in its group, and no other group', async () => {
  const { queue, deliver, launches, wrongInTheEnd } = createWalk()
  const [first] = ['job-1', 'job-2'].map((jobId) => queue.send(JSON.stringify({ jobId, url }), 'default'))
  const other = queue.send(JSON.stringify({ jobId: 'job-3', url }), 'other')
  if (first) await deliver(first, { of: 'create', call: 1, kind: 'refused' })
  await deliver(other)
  expect(queue.receivable()).toEqual([first])
  expect(launches()).toEqual(['job-3/1/1'])
  expect(await wrongInTheEnd()).toEqual([])
  expect(launches().slice(1)).toEqual(['job-1/1/1', 'job-2/1/1'])
})
