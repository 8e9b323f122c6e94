import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { ProvisionedEngine } from '@chronicle/local/testing'
import { createJobStore, createObjectStore, createUploadStore } from '../src/adapters/index.ts'
import type { ObjectId } from '../src/index.ts'
import { describeJobStore } from '../testing/job-store-contract.ts'
import { describeObjectStore } from '../testing/object-store-contract.ts'
import { describeUploadStore } from '../testing/upload-store-contract.ts'

// What the SDK's clients read, as a Lambda has it.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })

/** The contracts of the ports, on the adapters that speak to an engine which runs by the time of the first test. */
export function describeAdapters(engine: () => ProvisionedEngine): void {
  const endpoint = () => ({ endpoint: engine().url })
  const s3 = () => new S3Client({ ...endpoint(), forcePathStyle: true })
  const location = ({ bucket: Bucket, key: Key }: ObjectId) => ({ Bucket, Key })

  describeJobStore(
    'DynamoDB',
    once(() => createJobStore({ ...endpoint(), table: engine().table })),
  )

  const overwrite = (id: ObjectId, Body: Uint8Array) => s3().send(new PutObjectCommand({ ...location(id), Body }))
  const objects = once(() => createObjectStore(endpoint()))
  describeObjectStore('S3', () => ({ objects: objects(), bucket: engine().bucket, overwrite }))

  const uploads = once(() => createUploadStore(endpoint()))
  async function read(id: ObjectId): Promise<Uint8Array> {
    const { Body } = await s3().send(new GetObjectCommand(location(id)))
    return (await Body?.transformToByteArray()) ?? new Uint8Array()
  }
  describeUploadStore('S3', () => ({ uploads: uploads(), bucket: engine().bucket, read }))
}

/** Makes something when it is first asked for: there is no engine yet while tests are only being named. */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
