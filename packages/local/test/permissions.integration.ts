import { randomUUID } from 'node:crypto'
import { ECSClient, RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs'
import { CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam'
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

/** The ARN of a new role that tasks may take on a condition. */
async function roleOf(Condition: object): Promise<string> {
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
    Condition,
  }
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
  const { Role } = await ecs.aws.iam.send(new CreateRoleCommand({ RoleName: randomUUID(), AssumeRolePolicyDocument }))
  return String(Role?.Arn)
}

const registerWithRole = (family: string, taskRoleArn: string) =>
  ecs.aws.ecs.send(
    new RegisterTaskDefinitionCommand({
      family,
      taskRoleArn,
      containerDefinitions: [{ name: 'main', image: 'recorder:1' }],
    }),
  )

function runAs(credentials: { accessKeyId: string; secretAccessKey: string }) {
  const client = new ECSClient({ endpoint: ecs.stack.url, region: 'us-east-1', credentials })
  return client.send(new RunTaskCommand({ cluster: 'cluster', taskDefinition: 'recorder' }))
}

test('where IAM is enforced, RunTask needs its permission', async () => {
  const refusal = { name: 'AccessDeniedException', message: expect.stringContaining('not authorized') }
  await expect(runAs(await keyOf('may-not', ['ecs:StopTask']))).rejects.toMatchObject(refusal)
  expect((await runAs(await keyOf('may', ['ecs:RunTask']))).tasks).toHaveLength(1)
})

test('where IAM is enforced, a role is handed to a task only by whom may pass it', async () => {
  await registerWithRole('recorder', await roleOf({}))
  const refused = runAs(await keyOf('may-not-pass', ['ecs:RunTask']))
  await expect(refused).rejects.toMatchObject({ name: 'AccessDeniedException' })
  expect((await runAs(await keyOf('may-pass', ['ecs:RunTask', 'iam:PassRole']))).tasks).toHaveLength(1)
})

test('where IAM is enforced, a task whose role does not trust it does not start', async () => {
  const taskRoleArn = await roleOf({ StringEquals: { 'aws:SourceAccount': '111111111111' } })
  await registerWithRole('mistrusted', taskRoleArn)
  const taskArn = await ecs.started({}, { taskDefinition: 'mistrusted' })
  await ecs.eventsUntil(taskArn, 'STOPPED')
  expect(await ecs.task(taskArn)).toMatchObject({
    stopCode: 'TaskFailedToStart',
    stoppedReason: expect.stringContaining(`unable to assume the role '${taskRoleArn}'`),
  })
})

test('where IAM is enforced, a false signature is refused', async () => {
  const key = await keyOf('forged', ['ecs:RunTask'])
  const forged = runAs({ ...key, secretAccessKey: 'wrong' })
  await expect(forged).rejects.toMatchObject({ name: 'InvalidSignatureException' })
})
