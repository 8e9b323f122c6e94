import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { startProvisionedEngine } from '@chronicle/local/testing'
import { afterAll, describe, expect, it } from '@jest/globals'
import { zipSync } from 'fflate'
import { createTorrentOrders } from '../src/adapters/index.ts'
import { backfillEventSchema } from '../src/index.ts'
import { describeTorrentOrders, type Heard } from '../testing/torrent-orders-contract.ts'

// What the SDK's clients read, as a Lambda has it.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })

const engine = await startProvisionedEngine()
afterAll(() => engine.stop())

const { url: endpoint, bucket: Bucket } = engine
const s3 = new S3Client({ endpoint, forcePathStyle: true })
const functionName = 'keeps-what-it-hears'

/** Puts each event into the bucket; the engine takes a plain PUT. */
const program = `
  exports.handler = async (event, { awsRequestId }) => {
    const url = '${endpoint}/${Bucket}/heard/' + awsRequestId
    const { status } = await fetch(url, { method: 'PUT', body: JSON.stringify(event) })
    if (status !== 200) throw new Error('not kept: ' + status)
  }`
await new LambdaClient({ endpoint }).send(
  new CreateFunctionCommand({
    ...{ FunctionName: functionName, Runtime: 'nodejs22.x', Handler: 'index.handler' },
    Role: 'arn:aws:iam::000000000000:role/any',
    Code: { ZipFile: zipSync({ 'index.js': Buffer.from(program) }) },
  }),
)

async function heard(): Promise<Heard> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'heard/' }))
  const bodies = Contents.map(async ({ Key }) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
    return JSON.parse((await Body?.transformToString()) ?? '')
  })
  const events = await Promise.all(bodies)
  return {
    placed: events.flatMap(({ Records = [] }) =>
      Records.map((record: { s3: { bucket: { name: string }; object: { key: string } } }) => ({
        bucket: record.s3.bucket.name,
        // Form-encoded, as S3 sends it.
        key: decodeURIComponent(record.s3.object.key.replaceAll('+', ' ')),
      })),
    ),
    goneOn: events.flatMap((event) => ('backfill' in event ? backfillEventSchema.parse(event).backfill.jobId : [])),
  }
}

describeTorrentOrders('Lambda', () => ({ orders: createTorrentOrders({ endpoint, functionName }), heard }))

describe('an order to a function that is not there', () => {
  it('fails, as it is certain that nobody hears of it', async () => {
    const orders = createTorrentOrders({ endpoint, functionName: 'no-such-function' })
    await expect(orders.goOn('b_1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await expect(orders.place({ bucket: Bucket, key: 'a' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })
})
