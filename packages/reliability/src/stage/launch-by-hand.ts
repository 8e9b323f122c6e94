import { randomUUID } from 'node:crypto'
import { RunTaskCommand } from '@aws-sdk/client-ecs'
import { runTaskInput } from '@chronicle/core/aws'
import type { World } from './world.ts'

/**
 * Starts one more task of the first launch of every job that is accepted: the very request of the dispatcher under another client
 * token, as if ECS had forgotten the first. `told` is what this task is told beside.
 */
export async function launchByHand(
  { stage, journal, settings }: World,
  told: readonly { readonly name: string; readonly value: string }[] = [],
): Promise<void> {
  const env = settings['dispatch-to-ecs']
  for (const jobId of journal.accepted) {
    // The time of creation makes nothing but the token, which is another here.
    const launch = { jobId, attempt: 1, launch: 1, createdAt: '', taskDefinition: env.ECS_TASK_DEF }
    const input = runTaskInput(
      {
        cluster: env.ECS_CLUSTER,
        containerName: env.CONTAINER_NAME,
        subnetIds: env.SUBNET_IDS,
        securityGroupIds: env.SECURITY_GROUP_IDS,
      },
      launch,
    )
    const containerOverrides = input.overrides?.containerOverrides?.map((container) => ({
      ...container,
      environment: [...(container.environment ?? []), ...told],
    }))
    const request = { ...input, overrides: { containerOverrides }, clientToken: randomUUID() }
    await stage.aws.ecs.send(new RunTaskCommand(request))
  }
}
