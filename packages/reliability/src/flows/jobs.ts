import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { InvalidRequest, newJob, rejectedJob } from '@chronicle/core'
import { createUploadStore } from '@chronicle/core/aws'
import { label } from '../line/call-name.ts'
import { post } from '../stage/callers.ts'
import { put, tellOfObjects } from '../stage/objects.ts'
import { deliver, dropMessages } from '../stage/queue.ts'
import { forget, quiet } from '../stage/watchers.ts'
import { STREAMS, type World } from '../stage/world.ts'
import { secretOf } from './secrets.ts'

export const MINUTES = 60_000

const fence = { service: 'dynamodb', operation: 'UpdateItem', nth: 1 } as const
const firstNote = { ...fence, nth: 2 } as const

/** What recorders are told that do not come to their end: one lacks a setting, one is killed before its fence, one behind it. */
export const STILLBORN = { recorder: { S3_BUCKET: '' } }
export const KILLED_BEFORE_FENCE = { recorder: { CRASH_AT: JSON.stringify({ moment: 'before', call: fence }) } }
export const KILLED = { recorder: { CRASH_AT: JSON.stringify({ moment: 'before', call: firstNote }) } }
/** One is cut off from the table when it has passed its fence, until it is asked to stop. */
export const CUT_OFF = { recorder: { STUCK_AT: label(firstNote), STUCK_FROM: '2' }, livesOn: true }

export const jobId = ({ id }: World, name = '1') => `${id}-${name}`
const bucketOf = ({ settings }: World) => settings['dispatch-to-ecs'].S3_BUCKET
const timeOf = ({ clock }: World) => clock.now().toISOString()

export const job = (world: World, name?: string) => ({
  jobId: jobId(world, name),
  url: `http://${STREAMS}/live?token=${secretOf(world.id)}`,
})

/** A message as the original's senders write it. */
export const message = (world: World) => ({ ...job(world), filename: 'a stream', s3Key: `recordings/${world.id}.mkv` })

export const posted = (world: World) => post(world, job(world))

/** Accepted, and nobody has heard of it: the sweep has to. */
export async function unheard(world: World): Promise<void> {
  await posted(world)
  await dropMessages(world)
}

/** Launched, and the task is over, or goes on where it is to. */
export async function launched(world: World): Promise<void> {
  await posted(world)
  await deliver(world)
  await quiet(world)
}

/** A recorder has passed the fence. */
export async function inItsRecordersHands(world: World): Promise<void> {
  while ((await world.jobs.get(jobId(world)))?.runner === undefined) await sleep(50)
}

/** Launched, and in its recorder's hands. */
export async function taken(world: World): Promise<void> {
  await posted(world)
  await deliver(world)
  await inItsRecordersHands(world)
}

/** Launched and over, but that nobody is told of it. */
export async function launchedAndForgotten(world: World): Promise<void> {
  await launched(world)
  forget(world)
}

/** A row of a job that could not be read. */
export const rejected = (world: World) =>
  world.jobs.create(rejectedJob(jobId(world), 'not JSON', new InvalidRequest(['made up']), world.clock.now(), 1))

/** A row of a job that failed, as a recorder that found no stream leaves it; its request is as good as ever. */
export async function failed(world: World, more: object = {}): Promise<void> {
  const at = timeOf(world)
  const { open: _, lookAt: __, ...row } = newJob(job(world), world.clock.now())
  const end = { status: 'FAILED', errorCode: 'STREAM_NOT_FOUND', finishedAt: at, s3Bucket: bucketOf(world) } as const
  const events = [...row.events, { at, status: 'FAILED', attempt: 1 } as const]
  await world.jobs.create({ ...row, ...end, ...more, events })
  world.journal.accepted.add(row.jobId)
}

/** A job that has its recording, but for the torrent. */
export async function completed(world: World): Promise<void> {
  const key = `recordings/${world.id}.mkv`
  const at = timeOf(world)
  const { open: _, lookAt: __, ...row } = newJob(job(world), world.clock.now())
  const end = { status: 'COMPLETED', size: 300_000, s3Bucket: bucketOf(world), s3Key: key, finishedAt: at } as const
  await world.jobs.create({ ...row, ...end, events: [...row.events, { at, status: 'COMPLETED', attempt: 1 }] })
  await put(world, key, Buffer.alloc(300_000, 7), { 'chronicle-job-id': jobId(world), 'chronicle-attempt': '1' })
}

/** A recorder that is dead had begun to upload, and come so many parts far: its row says what and where. */
export const leftAnUpload = (parts: 0 | 1) => async (world: World) => {
  await launched(world)
  const uploads = createUploadStore({ endpoint: world.stage.url })
  const key = `recordings/${world.id}.mkv`
  const metadata = { 'chronicle-job-id': jobId(world), 'chronicle-attempt': '1' }
  const upload = await uploads.begin({ bucket: bucketOf(world), key }, { contentType: 'video/x-matroska', metadata })
  if (parts === 1) {
    const body = Buffer.alloc(300_000, 9)
    await uploads.uploadPart(upload, 1, body, createHash('sha1').update(body).digest())
  }
  const at = timeOf(world)
  const noted = { status: 'RECORDING', recordingAt: at, s3Key: key, uploadId: upload.uploadId } as const
  await world.jobs.change(jobId(world), {}, { set: noted, event: { at, status: 'RECORDING', attempt: 1 } })
}

/** A recorder that is dead had put its object together, and could not say so. */
export async function leftAnObject(world: World): Promise<void> {
  await launched(world)
  const key = `recordings/${world.id}.mkv`
  await put(world, key, Buffer.alloc(300_000, 9), { 'chronicle-job-id': jobId(world), 'chronicle-attempt': '1' })
  const at = timeOf(world)
  const noted = { status: 'UPLOADING', recordingAt: at, uploadingAt: at, s3Key: key } as const
  await world.jobs.change(jobId(world), {}, { set: noted, event: { at, status: 'UPLOADING', attempt: 1 } })
}

/** A job whose task is over, and which has its recording and its torrent: what is missing is the seeder. */
export async function toBeSeeded(world: World): Promise<void> {
  await launched(world)
  const key = `recordings/${world.id}.mkv`
  const at = timeOf(world)
  const outcome = { status: 'COMPLETED', size: 300_000, s3Key: key } as const
  await world.jobs.change(jobId(world), {}, { set: outcome, event: { at, status: 'COMPLETED', attempt: 1 } })
  await put(world, key, Buffer.alloc(300_000, 7), { 'chronicle-job-id': jobId(world), 'chronicle-attempt': '1' })
  await tellOfObjects(world)
}
