import { expect, test } from '@jest/globals'
import { createWalk, url } from './walk.ts'

test('a job whose bell could not be rung is accepted, and launched by the sweep', async () => {
  const { post, row, queue, minutes, launches, wrongInTheEnd } = createWalk()
  const answer = await post('job-1', { of: 'ring', call: 1, kind: 'refused' })
  expect(answer).toMatchObject({ answer: { statusCode: 202 } })
  expect(row()).toMatchObject({ status: 'PENDING', url })
  expect(queue.size()).toBe(0)
  await minutes(2)
  expect(queue.size()).toBe(1)
  expect(await wrongInTheEnd()).toEqual([])
  expect(row().status).toBe('COMPLETED')
  expect(launches()).toEqual(['job-1/1/1'])
})

test('a task that starts before its ARN is stored records, and the ARN is stored beside what it is doing', async () => {
  const { post, row, deliverBell, comeUp, recorder, recorders, ecs, meanwhileAfter, wrongInTheEnd } = createWalk()
  await post('job-1')
  meanwhileAfter('run', async () => {
    await comeUp()
    await recorders.move(recorder(), 'go on')
  })
  await deliverBell()
  const [task] = ecs.tasks
  expect(row()).toMatchObject({ status: 'RECORDING', taskArn: task?.taskArn, runner: task?.taskArn })
  expect(await wrongInTheEnd()).toEqual([])
  expect(row().status).toBe('COMPLETED')
  expect(ecs.tasks).toHaveLength(1)
})

test('a task that stopped before its start was written is over: the late word of its start changes nothing of the next attempt', async () => {
  const { post, row, deliverBell, comeUp, recorder, recorders, ecs, tellAll, meanwhileAfter, ...rest } = createWalk()
  await post('job-1')
  meanwhileAfter('run', async () => {
    await comeUp()
    recorders.kill(recorder())
    await tellAll()
  })
  await deliverBell()
  expect(row()).toMatchObject({ status: 'PENDING', attempt: 2, attempts: [{ status: 'FAILED' }] })
  for (const attribute of ['taskArn', 'startedAt'] as const) expect(row()).not.toHaveProperty(attribute)
  expect(row().events.map(({ status, attempt }) => [status, attempt])).toEqual([
    ['PENDING', 1],
    ['PENDING', 2],
  ])
  expect(await rest.wrongInTheEnd()).toEqual([])
  expect(row()).toMatchObject({ status: 'COMPLETED', attempt: 2, runner: ecs.tasks[1]?.taskArn })
  expect(rest.launches()).toEqual(['job-1/1/1', 'job-1/2/1'])
})

test('a task whose end comes before its start is answered ends its job where no other may do better', async () => {
  const { post, row, deliverBell, ecs, tellAll, meanwhileAfter, ...rest } = createWalk()
  await post('job-1')
  meanwhileAfter('run', async () => {
    const [task] = ecs.tasks
    if (task) ecs.stop(task, { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError: not found' })
    await tellAll()
  })
  await deliverBell()
  expect(row()).toMatchObject({ status: 'FAILED', errorCode: 'TASK_FAILED_TO_START', taskArn: ecs.tasks[0]?.taskArn })
  expect(row().events.map(({ status }) => status)).toEqual(['PENDING', 'FAILED'])
  expect(await rest.wrongInTheEnd()).toEqual([])
  expect(rest.launches()).toEqual(['job-1/1/1'])
})

test('a launch whose answer got lost is asked for again by the same number, and is one task', async () => {
  const { post, row, deliverBell, ecs, launches, wrongInTheEnd } = createWalk()
  await post('job-1')
  await deliverBell({ of: 'run', call: 1, kind: 'killed after' })
  expect(row()).toMatchObject({ status: 'PENDING', taskDefinition: ecs.taskDefinition() })
  await deliverBell()
  expect(row()).toMatchObject({ status: 'STARTED', launch: 1 })
  expect(await wrongInTheEnd()).toEqual([])
  expect(launches()).toEqual(['job-1/1/1'])
})
