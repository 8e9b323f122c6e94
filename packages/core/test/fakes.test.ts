import { createFakeBucket, createFakeJobStore, createFakeObjectStore, createFakeUploadStore } from '../testing/index.ts'
import { describeJobStore } from '../testing/job-store-contract.ts'
import { describeObjectStore } from '../testing/object-store-contract.ts'
import { describeUploadStore } from '../testing/upload-store-contract.ts'

// The fakes keep the very promises that the adapters do, or a test that passes on them says nothing.
const jobs = createFakeJobStore()
describeJobStore('fake', () => jobs)

const bucket = createFakeBucket()
const objects = createFakeObjectStore(bucket)
const overwrite = async (id: Parameters<typeof bucket.put>[0], body: Uint8Array) => bucket.put(id, body)
describeObjectStore('fake', () => ({ objects, bucket: 'contract', overwrite }))

const uploads = createFakeUploadStore(bucket)
describeUploadStore('fake', () => ({
  uploads,
  bucket: 'contract',
  read: async (id) => bucket.current(id)?.body ?? new Uint8Array(),
}))
