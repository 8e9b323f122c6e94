import {
  createFakeBucket,
  createFakeJobStore,
  createFakeObjectStore,
  createFakeObjectVersions,
  createFakeUploadStore,
} from '../testing/index.ts'
import { describeJobList } from '../testing/job-list-contract.ts'
import { describeJobStore } from '../testing/job-store-contract.ts'
import { describeObjectStore } from '../testing/object-store-contract.ts'
import { describeObjectVersions } from '../testing/object-versions-contract.ts'
import { describeUploadStore } from '../testing/upload-store-contract.ts'

// The fakes keep the very promises that the adapters do, or a test that passes on them says nothing.
const jobs = createFakeJobStore()
describeJobStore('fake', () => jobs)
describeJobList('fake', () => jobs, 300)

const bucket = createFakeBucket()
const objects = createFakeObjectStore(bucket)
const overwrite = async (id: Parameters<typeof bucket.put>[0], body: Uint8Array) => bucket.put(id, body)
describeObjectStore('fake', () => ({ objects, bucket: 'contract', overwrite }))

describeObjectVersions('fake', () => ({
  versions: createFakeObjectVersions(bucket),
  bucket: 'contract',
  put: async (id, body) => bucket.put(id, body).versionId,
  get: async (id) => bucket.current(id)?.body.toString(),
}))

const uploads = createFakeUploadStore(bucket)
describeUploadStore('fake', () => ({
  uploads,
  bucket: 'contract',
  read: async (id) => bucket.current(id)?.body ?? new Uint8Array(),
}))
