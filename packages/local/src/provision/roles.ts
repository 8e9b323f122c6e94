import { CreateRoleCommand } from '@aws-sdk/client-iam'
import { type Aws, unlessExists } from './aws.ts'
import { functions } from './functions.ts'

/** A role for each program. What it may do is Terraform's to say: the local engine does not enforce it. */
export async function provisionRoles(aws: Pick<Aws, 'iam'>): Promise<void> {
  for (const name of Object.keys(functions)) await provisionRole(aws, name, 'lambda.amazonaws.com')
  for (const name of ['chronicle-recorder-task', 'chronicle-recorder-execution'])
    await provisionRole(aws, name, 'ecs-tasks.amazonaws.com')
}

/** A role that a service takes. */
export async function provisionRole({ iam }: Pick<Aws, 'iam'>, RoleName: string, Service: string): Promise<void> {
  const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }]
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  await unlessExists(
    () => iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument })),
    'EntityAlreadyExistsException',
    'EntityAlreadyExists',
  )
}
