import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'

const taskMetadata = z.object({ TaskARN: z.string() })

/**
 * Who this program is: the ARN of its task, or an id of its own where no ECS started it. Throws when ECS does not say: a
 * program that cannot be named could not be told from another one.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html
 */
export async function identifyRunner(fetchMetadata: typeof fetch, metadataUri: string | undefined): Promise<string> {
  if (metadataUri === undefined) return `process/${randomUUID()}`
  const response = await fetchMetadata(`${metadataUri}/task`, { signal: AbortSignal.timeout(5000) })
  return taskMetadata.parse(await response.json()).TaskARN
}
