import { createAws } from '../src/provision/aws.ts'
import { provisionBucket } from '../src/provision/bucket.ts'
import { names, queueUrl } from '../src/provision/names.ts'
import { provisionQueues } from '../src/provision/queues.ts'
import { provisionTable } from '../src/provision/table.ts'
import type { Stack } from '../src/stack/start-stack.ts'
import { startTestEngine } from './start-test-engine.ts'

/** An engine with the product's table, bucket and queue on it. */
export interface ProvisionedEngine extends ProductStores {
  url: string
  stop(): Promise<void>
}

export interface ProductStores {
  table: string
  bucket: string
  queueUrl: string
}

/** A test engine with the product's table, bucket and queue, made by the same code that makes the local stack's. */
export async function startProvisionedEngine(): Promise<Stack & ProvisionedEngine> {
  const engine = await startTestEngine()
  return { ...engine, ...(await makeStores(engine.url)) }
}

export async function makeStores(url: string): Promise<ProductStores> {
  const aws = createAws(url)
  await Promise.all([provisionTable(aws), provisionBucket(aws), provisionQueues(aws)])
  return { table: names.table, bucket: names.bucket, queueUrl: queueUrl(url, names.queue) }
}
