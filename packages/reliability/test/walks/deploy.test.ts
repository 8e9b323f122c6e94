import { expect, test } from '@jest/globals'
import { createWalk } from './walk.ts'

test('a deploy strands no job: who records goes on, who waits for an answer or for room is launched from the new definition', async () => {
  const { post, queue, deliver, row, recorders, comeUp, ecs, launches, wrongInTheEnd } = createWalk()
  const launch = async (jobId: string, how?: Parameters<typeof deliver>[1]) => {
    await post(jobId)
    const [bell] = queue.receivable().slice(-1)
    if (bell) await deliver(bell, how)
  }
  await launch('records')
  await comeUp()
  await launch('claimed', { of: 'run', call: 1, kind: 'killed before' })
  ecs.refuse(true)
  await launch('waits')
  const before = ecs.taskDefinition()
  expect(row('claimed')).toMatchObject({ status: 'PENDING', launch: 1, taskDefinition: before })

  ecs.deploy()
  expect(await wrongInTheEnd()).toEqual([])
  expect(['records', 'claimed', 'waits'].map((jobId) => row(jobId).status)).toEqual(Array(3).fill('COMPLETED'))
  expect(launches()).toEqual(['records/1/1', 'claimed/1/2', 'waits/1/2'])
  expect(ecs.tasks.map((task) => task.launch.taskDefinition === before)).toEqual([true, false, false])
  expect([...recorders.passed.keys()]).toEqual(['records/1', 'claimed/1', 'waits/1'])
})

test('a task that a lost answer left behind does not record beside the one that a deploy had launched anew', async () => {
  const { post, row, deliverBell, ecs, recorders, wrongInTheEnd } = createWalk()
  await post('job-1')
  await deliverBell({ of: 'run', call: 1, kind: 'killed after' })
  ecs.deploy()
  await deliverBell()
  expect(row()).toMatchObject({ status: 'STARTED', launch: 2, taskArn: ecs.tasks[1]?.taskArn })
  expect(await wrongInTheEnd()).toEqual([])
  expect(recorders.passed.get('job-1/1')).toEqual([ecs.tasks[1]?.taskArn])
})
