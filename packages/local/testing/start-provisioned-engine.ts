import { createAws } from '../src/provision/aws.ts'
import { provisionBucket } from '../src/provision/bucket.ts'
import { names, queueUrl } from '../src/provision/names.ts'
import { provisionQueues } from '../src/provision/queues.ts'
import { provisionTable } from '../src/provision/table.ts'
import type { Stack } from '../src/stack/start-stack.ts'
import { startTestEngine } from './start-test-engine.ts'

export interface ProvisionedEngine extends Stack {
  table: string
  bucket: string
  queueUrl: string
}

/** A test engine with the product's table, bucket and queue, made by the same code that makes the local stack's. */
export async function startProvisionedEngine(): Promise<ProvisionedEngine> {
  const engine = await startTestEngine()
  const aws = createAws(engine.url)
  await Promise.all([provisionTable(aws), provisionBucket(aws), provisionQueues(aws)])
  return { ...engine, table: names.table, bucket: names.bucket, queueUrl: queueUrl(engine.url, names.queue) }
}
