import { provisionApi } from './api.ts'
import { createAws } from './aws.ts'
import { provisionBucket, provisionNotification } from './bucket.ts'
import { provisionCluster } from './cluster.ts'
import { type FunctionName, functions, provisionFunction } from './functions.ts'
import { provisionQueues } from './queues.ts'
import { provisionRoles } from './roles.ts'
import { provisionTable } from './table.ts'
import { provisionPermissions, provisionQueueTrigger, provisionSweep, provisionTaskEvents } from './triggers.ts'

export type Provisioning = {
  /** Where the engine answers now. */
  readonly engineUrl: string
  /** Where the functions will find AWS: the front door. */
  readonly url: string
  /** The folder with a zip for each function. */
  readonly zips: string
}

/**
 * Makes on an engine what Terraform declares for AWS, or brings what is there up to date: safe to repeat.
 */
export async function provision({ engineUrl, url, zips }: Provisioning): Promise<void> {
  const aws = createAws(engineUrl)
  const [taskDefinition] = await Promise.all([
    provisionCluster(aws),
    provisionRoles(aws),
    provisionTable(aws),
    provisionBucket(aws),
    provisionQueues(aws),
  ])
  const context = { url, zips, taskDefinition }
  await Promise.all((Object.keys(functions) as FunctionName[]).map((name) => provisionFunction(aws, name, context)))
  await provisionPermissions(aws)
  await Promise.all([
    provisionApi(aws),
    provisionNotification(aws),
    provisionQueueTrigger(aws),
    provisionTaskEvents(aws, ['local.ecs']),
    provisionSweep(aws),
  ])
}
