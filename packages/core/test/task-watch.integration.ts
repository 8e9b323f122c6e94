import { setTimeout as sleep } from 'node:timers/promises'
import { createAws, names } from '@chronicle/local'
import { provisionCluster, startTestEngine } from '@chronicle/local/testing'
import { afterAll } from '@jest/globals'
import { createTaskRunner, createTaskWatch } from '../src/adapters/index.ts'
import { describeTaskWatch } from '../testing/task-watch-contract.ts'

// What the SDK's clients read, as a Lambda has it.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })

// Its tasks run until they are stopped.
const engine = await startTestEngine()
afterAll(() => engine.stop())

const settings = { endpoint: engine.url, cluster: names.cluster }
const taskDefinition = await provisionCluster(createAws(engine.url))
const runner = createTaskRunner({
  ...settings,
  containerName: names.container,
  subnetIds: ['subnet-00000000'],
  securityGroupIds: ['sg-00000000'],
})
const tasks = createTaskWatch(settings)

describeTaskWatch('the ECS of the local stack', () => ({
  tasks,
  run: async (startedBy) => {
    const [jobId = ''] = startedBy.split('/')
    const { taskArn } = await runner.run({
      jobId,
      attempt: 1,
      launch: 1,
      createdAt: '2026-03-04T05:06:07.000Z',
      taskDefinition,
    })
    return taskArn
  },
  stopped: async (taskArn) => {
    while ((await tasks.find(taskArn))?.lastStatus !== 'STOPPED') await sleep(50)
  },
}))
