import { describe } from '@jest/globals'
import { describeHostResolver } from '../testing/host-resolver-contract.ts'
import {
  createFakeBucket,
  createFakeHostResolver,
  createFakeJobStore,
  createFakeObjectListing,
  createFakeObjectStore,
  createFakeObjectVersions,
  createFakeTaskWatch,
  createFakeTorrentOrders,
  createFakeUploadStore,
} from '../testing/index.ts'
import { describeJobList } from '../testing/job-list-contract.ts'
import { describeJobStore } from '../testing/job-store-contract.ts'
import { describeObjectListing } from '../testing/object-listing-contract.ts'
import { describeObjectStore } from '../testing/object-store-contract.ts'
import { describeObjectVersions } from '../testing/object-versions-contract.ts'
import { describeTaskWatch } from '../testing/task-watch-contract.ts'
import { describeTorrentOrders } from '../testing/torrent-orders-contract.ts'
import { describeUploadStore } from '../testing/upload-store-contract.ts'

// The fakes keep the very promises that the adapters do, or a test that passes on them says nothing.
const jobs = createFakeJobStore()
describeJobStore('fake', () => jobs)
describeJobList('fake', () => jobs, 300)

describe('the fake resolver', () => {
  const known = { host: 'stream.example', addresses: ['192.0.2.1', '2001:db8::1'] }
  describeHostResolver(() => createFakeHostResolver({ [known.host]: [known.addresses] }), known)
})

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

describeObjectListing('fake', () => ({
  listing: createFakeObjectListing(bucket),
  bucket: 'contract',
  put: async (id) => bucket.put(id, Buffer.from('x')),
}))

const orders = createFakeTorrentOrders()
describeTorrentOrders('fake', () => ({ orders, heard: async () => orders }))

const uploads = createFakeUploadStore(bucket)
describeUploadStore('fake', () => ({
  uploads,
  bucket: 'contract',
  read: async (id) => bucket.current(id)?.body ?? new Uint8Array(),
}))

const tasks = createFakeTaskWatch()
let started = 0
describeTaskWatch('fake', () => ({
  tasks,
  run: async (startedBy) => {
    started += 1
    const taskArn = `arn:aws:ecs:us-east-1:000000000000:task/cluster/fake-${1000 + started}`
    tasks.tell({ taskArn, startedBy, createdAt: '2026-03-04T05:06:07.000Z', lastStatus: 'RUNNING' })
    return taskArn
  },
  stopped: async (taskArn) => {
    const { reason } = tasks.stopped.find((stop) => stop.taskArn === taskArn) ?? {}
    const end = {
      lastStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: reason,
      containers: [{ exitCode: 0 }],
    }
    const task = await tasks.find(taskArn)
    if (task) tasks.tell({ ...task, ...end })
  },
}))
