import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { startProvisionedEngine } from '@chronicle/local/testing'
import { afterAll } from '@jest/globals'
import { createJobStore, createObjectStore, createUploadStore } from '../src/adapters/index.ts'
import type { ObjectId } from '../src/index.ts'
import { describeJobStore } from '../testing/job-store-contract.ts'
import { describeObjectStore } from '../testing/object-store-contract.ts'
import { describeUploadStore } from '../testing/upload-store-contract.ts'

// What the SDK's clients read, as a Lambda has it.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })

const engine = await startProvisionedEngine()
afterAll(() => engine.stop())

const { url: endpoint, table, bucket } = engine
const s3 = new S3Client({ endpoint, forcePathStyle: true })
const location = ({ bucket: Bucket, key: Key }: ObjectId) => ({ Bucket, Key })

const jobs = createJobStore({ endpoint, table })
describeJobStore('DynamoDB', () => jobs)

const objects = createObjectStore({ endpoint })
const overwrite = (id: ObjectId, Body: Uint8Array) => s3.send(new PutObjectCommand({ ...location(id), Body }))
describeObjectStore('S3', () => ({ objects, bucket, overwrite }))

const uploads = createUploadStore({ endpoint })
async function read(id: ObjectId): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand(location(id)))
  return (await Body?.transformToByteArray()) ?? new Uint8Array()
}
describeUploadStore('S3', () => ({ uploads, bucket, read }))
