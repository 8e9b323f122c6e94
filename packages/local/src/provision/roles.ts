import { CreateRoleCommand } from '@aws-sdk/client-iam'
import { type Aws, unlessExists } from './aws.ts'
import { functions } from './functions.ts'

/** A role for each program. What it may do is Terraform's to say: the local engine does not enforce it. */
export async function provisionRoles({ iam }: Aws): Promise<void> {
  const principals = {
    ...Object.fromEntries(Object.keys(functions).map((name) => [name, 'lambda.amazonaws.com'])),
    'chronicle-recorder-task': 'ecs-tasks.amazonaws.com',
    'chronicle-recorder-execution': 'ecs-tasks.amazonaws.com',
  }
  for (const [RoleName, Service] of Object.entries(principals)) {
    const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }]
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
    await unlessExists(
      () => iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument })),
      'EntityAlreadyExistsException',
      'EntityAlreadyExists',
    )
  }
}
