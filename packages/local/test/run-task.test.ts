import { describe, expect, test } from '@jest/globals'
import { runTaskInput } from '../src/ecs/actions/inputs.ts'
import { taskIdOf } from '../src/ecs/model/task.ts'
import { parseInput } from '../src/ecs/protocol/parse-input.ts'
import { clusterArn, fakeEcs } from './fake-ecs.ts'

const token = { clientToken: 'token' }

describe('a client token', () => {
  test('with the same parameters answers the same task, in the state it is in now', async () => {
    const ecs = fakeEcs()
    const { taskArn } = await ecs.started(token)
    expect(await ecs.run(token)).toMatchObject({ tasks: [{ taskArn, lastStatus: 'RUNNING' }], failures: [] })
    expect(ecs.driver.launches).toHaveLength(1)
  })

  test('of two calls at once starts one task', async () => {
    const ecs = fakeEcs()
    const [one, two] = await Promise.all([ecs.run(token), ecs.run(token)])
    expect(one.tasks[0]?.taskArn).toBe(two.tasks[0]?.taskArn)
    expect(ecs.tasks.living()).toHaveLength(1)
  })

  test('with other parameters is a conflict that names the task', async () => {
    const ecs = fakeEcs()
    const { taskArn } = await ecs.started(token)
    await expect(ecs.run({ ...token, startedBy: 'another' })).rejects.toMatchObject({
      type: 'ConflictException',
      members: { resourceIds: [taskArn] },
    })
  })

  test('means another task in another cluster', async () => {
    const ecs = fakeEcs()
    await ecs.run(token)
    await ecs.run(token, clusterArn.replace('/cluster', '/other'))
    expect(ecs.tasks.living()).toHaveLength(2)
  })

  test('is good for as long as its stopped task is known, at most 24 hours', async () => {
    const ecs = fakeEcs()
    const { taskArn } = await ecs.started(token)
    ecs.pass(24 * 60 * 60 * 1000)
    expect(await ecs.run(token)).toMatchObject({ tasks: [{ taskArn }] })
    ecs.pass(1)
    expect(await ecs.run(token)).not.toMatchObject({ tasks: [{ taskArn }] })
  })

  test('is not used up by a capacity failure', async () => {
    const ecs = fakeEcs({ maxTasks: 1 })
    const { taskArn } = await ecs.started()
    expect(await ecs.run(token)).toMatchObject({ tasks: [], failures: [{ reason: 'RESOURCE:CPU' }] })
    ecs.driver.end(taskIdOf(taskArn), 0)
    await ecs.runner.idle()
    expect(await ecs.run({ ...token, startedBy: 'later' })).toMatchObject({ tasks: [{ startedBy: 'later' }] })
  })
})

describe('RunTask refuses', () => {
  test('an override for a container that the definition does not have', async () => {
    const overrides = { containerOverrides: [{ name: 'stranger' }] }
    await expect(fakeEcs().run({ overrides })).rejects.toMatchObject({
      type: 'InvalidParameterException',
      message: 'Override for container named stranger is not a container in the TaskDefinition.',
    })
  })

  test('a task in a VPC without its network', async () => {
    const ecs = fakeEcs({ definition: { networkMode: 'awsvpc', containerDefinitions: [{ name: 'main' }] } })
    await expect(ecs.run({})).rejects.toMatchObject({ type: 'InvalidParameterException' })
    expect(await ecs.run({ networkConfiguration: { awsvpcConfiguration: {} } })).toMatchObject({ failures: [] })
  })

  test.each([
    [{}, 'taskDefinition'],
    [{ taskDefinition: 'a', clientToken: 'x'.repeat(65) }, 'clientToken'],
    [{ taskDefinition: 'a', clientToken: 'two words' }, 'clientToken'],
    [{ taskDefinition: 'a', startedBy: 'a:b' }, 'startedBy'],
    [{ taskDefinition: 'a', count: 2 }, 'count'],
    [{ taskDefinition: 'a', overrides: { containerOverrides: [{ name: 'x'.repeat(8192) }] } }, 'overrides'],
  ])('%j', (input, member) => {
    const parse = () => parseInput(runTaskInput, Buffer.from(JSON.stringify(input)))
    expect(parse).toThrow(expect.objectContaining({ type: 'InvalidParameterException' }))
    expect(parse).toThrow(member)
  })

  test('a body that is not JSON', () => {
    expect(() => parseInput(runTaskInput, Buffer.from('{'))).toThrow(
      expect.objectContaining({ type: 'ClientException' }),
    )
  })
})
