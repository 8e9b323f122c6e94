import { ECSClient, RunTaskCommand } from '@aws-sdk/client-ecs'
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type EcsUnderTest, ecsUnderTest } from './ecs-under-test.ts'

let ecs: EcsUnderTest
beforeAll(async () => {
  ecs = await ecsUnderTest({ iam: true })
})
afterAll(() => ecs.stack.stop())

async function keyOf(UserName: string, Action: string[]) {
  const { iam } = ecs.aws
  await iam.send(new CreateUserCommand({ UserName }))
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }]
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'policy', PolicyDocument }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  return { accessKeyId: String(AccessKey?.AccessKeyId), secretAccessKey: String(AccessKey?.SecretAccessKey) }
}

function runAs(credentials: { accessKeyId: string; secretAccessKey: string }) {
  const client = new ECSClient({ endpoint: ecs.stack.url, region: 'us-east-1', credentials })
  return client.send(new RunTaskCommand({ cluster: 'cluster', taskDefinition: 'recorder' }))
}

test('where IAM is enforced, RunTask needs its permission', async () => {
  const refusal = { name: 'AccessDeniedException', message: expect.stringContaining('not authorized') }
  await expect(runAs(await keyOf('may-not', ['ecs:StopTask']))).rejects.toMatchObject(refusal)
  expect((await runAs(await keyOf('may', ['ecs:RunTask']))).tasks).toHaveLength(1)
})

test('where IAM is enforced, a false signature is refused', async () => {
  const key = await keyOf('forged', ['ecs:RunTask'])
  const forged = runAs({ ...key, secretAccessKey: 'wrong' })
  await expect(forged).rejects.toMatchObject({ name: 'InvalidSignatureException' })
})
