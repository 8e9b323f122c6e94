import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createJobStore, createObjectListing, createObjectStore } from '@chronicle/core/aws'
import { startProvisionedEngine } from '@chronicle/local/testing'
import { afterAll, describe, expect, it } from '@jest/globals'
import { startBackfill } from '../src/backfill/start-backfill.ts'
import { jobId, names, PREFIX, withOldObjects } from './backfill.ts'
import { BUCKET } from './creator.ts'

// What the SDK's clients read, as a Lambda has it.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })

const engine = await startProvisionedEngine()
afterAll(() => engine.stop())

const { url: endpoint, table } = engine
const jobs = createJobStore({ endpoint, table })
const objects = createObjectStore({ endpoint })
const listing = createObjectListing({ endpoint })
const s3 = new S3Client({ endpoint, forcePathStyle: true })

async function put(below: readonly string[]) {
  for (let start = 0; start < below.length; start += 50)
    await Promise.all(
      below
        .slice(start, start + 50)
        .map((name) => s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: PREFIX + name, Body: 'content' }))),
    )
}

describe('a backfill on S3 and DynamoDB', () => {
  it('counts each object once when three invocations go on with it at once, one of which is killed', async () => {
    const odd = ['a b+c%41&=?#', 'é🎥/\u0001"\'<>', '~']
    await put([...names(2100), ...odd])
    const { run, ordered, ...fakes } = withOldObjects([])
    await startBackfill({ ...fakes, jobs }, { bucket: BUCKET, prefix: PREFIX })
    const change: typeof jobs.change = async () => {
      throw new Error('killed')
    }
    const real = { jobs, objects, listing }
    await expect(run({ ...real, jobs: { ...jobs, change } })).rejects.toThrow('killed')
    await Promise.all([run(real), run(real), run(real)])

    await expect(jobs.get(jobId)).resolves.toMatchObject({
      status: 'COMPLETED',
      backfill: { listed: 2103, ready: 0, ordered: 2103, refused: 0, failed: 0 },
      events: [{ status: 'CREATING_TORRENT' }, { status: 'COMPLETED' }],
    })
    await expect(jobs.get(jobId)).resolves.not.toHaveProperty('lookAt')
    expect(new Set(ordered())).toEqual(new Set([...names(2100), ...odd]))
  })
})
