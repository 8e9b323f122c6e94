import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import {
  handOff,
  JOB_ID_METADATA,
  type Job,
  type JobStore,
  newJob,
  nothingBackfilled,
  recordingKey,
  recordingMetadata,
  systemClock,
  type UploadStore,
} from '@chronicle/core'
import { scheduleEvent, sqsEvent } from '@chronicle/core/testing'
import type { Aws } from '@chronicle/local'
import type { ApiClient } from '../src/api-client.ts'
import { endedJob, sample } from './stack-under-test.ts'

export type AppliedBackend = {
  readonly aws: Aws
  readonly jobs: JobStore
  readonly uploads: UploadStore
  readonly api: ApiClient
  readonly bucket: string
  readonly functions: Readonly<Record<string, string>>
}

/** What the parts of an applied backend do by their permissions, each as a text that says how it went: "ok" where it went well. */
export function permissionProbes({ aws, jobs, uploads, api, bucket, functions }: AppliedBackend) {
  const nowhere = 'http://127.0.0.1:9/live.m3u8'
  const told = (promise: Promise<unknown>) =>
    promise.then(
      () => 'ok',
      (error: Error) => `${error.message}`,
    )
  async function invoke(name: string, event: unknown): Promise<string> {
    const { FunctionError, Payload } = await aws.lambda.send(
      new InvokeCommand({ FunctionName: functions[name], Payload: JSON.stringify(event) }),
    )
    const answer = new TextDecoder().decode(Payload)
    return FunctionError || answer.includes('"errorCode"') ? answer : 'ok'
  }
  const objectCreated = (key: string) => ({ Records: [{ s3: { bucket: { name: bucket }, object: { key } } }] })
  const taskStopped = (startedBy: string) => ({
    'detail-type': 'ECS Task State Change',
    detail: { taskArn: 'arn:aws:ecs:::task/none', lastStatus: 'STOPPED', startedBy },
  })
  const torrentOf = async (key: string) => {
    await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'content' }))
    return invoke('s3-torrent-creator', objectCreated(key))
  }
  /** A job at its last attempt, whose recorder was last heard of long ago and is not known to ECS. */
  async function silentJob(row: Partial<Job> = {}): Promise<Job> {
    const runner = `arn:aws:ecs:us-east-1:000000000000:task/chronicle-cluster-dev/${randomUUID().replaceAll('-', '')}`
    const asked = newJob({ url: nowhere, jobId: randomUUID() }, new Date(Date.now() - 3_600_000))
    const silent = {
      ...asked,
      status: 'RECORDING',
      taskDefinition: 'arn:definition:1',
      runner,
      attempt: 3,
      ...row,
    } as const
    await jobs.create(silent)
    return silent
  }
  async function settledBySweep({ jobId }: Job): Promise<string> {
    const answer = await invoke('job-lifecycle', scheduleEvent)
    const { status, torrentError } = (await jobs.get(jobId)) ?? {}
    if (torrentError !== undefined) return `no torrent: ${torrentError}`
    return status === 'COMPLETED' || status === 'FAILED' ? 'ok' : `${status} ${answer}`
  }
  /** A job that was completed, with an object for its recording. */
  async function completedJob(): Promise<{ readonly jobId: string; readonly s3Key: string }> {
    const jobId = randomUUID()
    const s3Key = `recordings/${jobId}.mkv`
    const Metadata = { [JOB_ID_METADATA]: jobId }
    await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: s3Key, Body: 'content', Metadata }))
    const { open: _, lookAt: __, ...asked } = newJob({ url: nowhere, jobId }, new Date())
    await jobs.create({ ...asked, status: 'COMPLETED', s3Bucket: bucket, s3Key, size: 7 })
    return { jobId, s3Key }
  }
  /** The task of a torrent that a function has no time for, from its row to its end. */
  async function torrentTask(key: string, etag: string): Promise<string> {
    const source = { bucket, key, etag, size: 7 }
    const { jobId, attempt } = await handOff({ jobs, clock: systemClock }, source, 'a function has no time for it')
    await invoke('dispatch-to-ecs', { jobId })
    for (let tries = 0; tries < 80; tries++) {
      const row = await jobs.get(jobId)
      if (row?.status === 'COMPLETED' || row?.status === 'CANCELLED') return 'ok'
      if (row?.status === 'FAILED' || row?.attempt !== attempt) return `${row?.status}, attempt ${row?.attempt}`
      await sleep(250)
    }
    return 'not ended'
  }
  async function backfilled(jobId: string): Promise<string> {
    for (let tries = 0; tries < 80; tries++) {
      const { status, statusReason } = await api.job(jobId)
      if (status === 'COMPLETED') return 'ok'
      if (statusReason !== undefined) return statusReason
      await sleep(250)
    }
    return 'never ended'
  }
  return {
    submit: () => told(api.submit({ url: nowhere })),
    /** A job that comes in by REST, as far as its bell leads it: well before the sweep would look at it. */
    async ring(): Promise<string> {
      const { jobId } = await api.submit({ url: nowhere })
      for (let tries = 0; tries < 40; tries++) {
        if ((await api.job(jobId)).status !== 'PENDING') return 'ok'
        await sleep(250)
      }
      return 'PENDING'
    },
    list: () => told(api.jobs({})),
    launch: () => invoke('dispatch-to-ecs', { url: nowhere }),
    /** A message that fails, as its job's row cannot be read, and is to come back later than by itself. */
    async hideMessage(): Promise<string> {
      const messageId = randomUUID()
      const unreadable = { jobId: { S: messageId } }
      await aws.dynamodb.send(new PutItemCommand({ TableName: 'jobs-dev', Item: unreadable }))
      await invoke('dispatch-to-ecs', sqsEvent({ messageId, body: { jobId: messageId } }))
      // The engine may know no message of this receipt; what it says of the permission is what counts.
      for (let tries = 0; tries < 40; tries++) {
        const logGroupName = `/aws/lambda/${functions['dispatch-to-ecs']}`
        const { events = [] } = await aws.logs.send(new FilterLogEventsCommand({ logGroupName }))
        const lines = events.flatMap(({ message = '' }) => (message.includes(messageId) ? message : []))
        const refused = lines.find((line) => line.includes('not authorized'))
        if (refused !== undefined) return refused
        if (lines.some((line) => line.includes('message failed, it comes back'))) return 'ok'
        await sleep(250)
      }
      return 'no log'
    },
    /** A job that was cancelled while its recorder was launched. */
    async stopRecorder(): Promise<string> {
      const jobId = randomUUID()
      const { open: _, lookAt: __, ...asked } = newJob({ url: nowhere, jobId }, new Date())
      const taskArn = 'arn:aws:ecs:us-east-1:000000000000:task/chronicle-cluster-dev/none'
      await jobs.create({ ...asked, status: 'STARTED', taskArn, cancelRequested: true })
      return invoke('dispatch-to-ecs', { jobId })
    },
    link: async () => {
      const { jobId } = await completedJob()
      return told(
        api.recording(jobId).then(async ({ url }) => {
          const answer = await fetch(url)
          if ((await answer.text()) !== 'content') throw new Error(`the link answers ${answer.status}`)
        }),
      )
    },
    async purge(): Promise<string> {
      const { jobId, s3Key } = await completedJob()
      const upload = new CreateMultipartUploadCommand({ Bucket: bucket, Key: s3Key })
      const { UploadId: uploadId } = await aws.s3.send(upload)
      await jobs.change(jobId, {}, { set: { uploadId } })
      return told(api.purge(jobId))
    },
    endJob: () => invoke('job-lifecycle', taskStopped('no-such-job/1/1')),
    /** A sweep with a job to ring for. */
    async sweep(): Promise<string> {
      const threeMinutesAgo = new Date(Date.now() - 180_000)
      await jobs.create(newJob({ url: nowhere, jobId: randomUUID() }, threeMinutesAgo))
      return invoke('job-lifecycle', scheduleEvent)
    },
    /** A sweep that asks ECS for the task of a silent recorder. */
    async judge(): Promise<string> {
      return settledBySweep(await silentJob())
    },
    /** A sweep that finds the job of a living task cancelled, and the task going on. */
    async stopLivingTask(): Promise<string> {
      await using stream = await sample({ speed: 0.25 })
      const jobId = randomUUID()
      await invoke('dispatch-to-ecs', { url: stream.url, jobId })
      const { taskArn } = (await jobs.get(jobId)) ?? {}
      if (taskArn === undefined) return 'no task'
      await silentJob({ runner: taskArn, cancelRequested: true })
      const went = await invoke('job-lifecycle', scheduleEvent)
      await api.cancel(jobId)
      await endedJob(api, jobId)
      return went
    },
    /** A dead letter whose job waits: ECS is asked for the tasks of its launch. */
    async takeDeadLetter(): Promise<string> {
      const jobId = randomUUID()
      await jobs.create(newJob({ url: nowhere, jobId }, new Date()))
      await invoke('job-lifecycle', sqsEvent({ messageId: randomUUID(), body: { jobId } }))
      const { status, errorCode } = (await jobs.get(jobId)) ?? {}
      return errorCode === 'DEAD_LETTERED' ? 'ok' : `${status} ${errorCode}`
    },
    /** A sweep that finishes the upload of a recorder that is gone, and whose note of it was lost. */
    async keepRecording(): Promise<string> {
      const job = await silentJob({ s3Bucket: bucket })
      const place = { bucket, key: recordingKey(job) }
      const upload = await uploads.begin(place, { contentType: 'video/x-matroska', metadata: recordingMetadata(job) })
      const body = Buffer.from('content')
      await uploads.uploadPart(upload, 1, body, createHash('sha1').update(body).digest())
      return settledBySweep(job)
    },
    /** The torrent of an object by the API: rendered, and read by its link. */
    async downloadTorrent(): Promise<string> {
      const key = `${randomUUID()}.txt`
      const went = await torrentOf(key)
      if (went !== 'ok') return went
      return told(
        api.torrent(key).then(async ({ url }) => {
          const answer = await fetch(url)
          if (!answer.ok) throw new Error(`the link answers ${answer.status}`)
        }),
      )
    },
    /** The torrent of an object whose event nobody heard: one of before, as it were. */
    async orderTorrent(): Promise<string> {
      const key = `${randomUUID()}.txt`
      const went = await torrentOf(key)
      if (went !== 'ok') return went
      await sleep(1000) // by which the object's own event has been served, too
      await aws.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `${key}.torrent` }))
      return told(api.orderTorrent(key))
    },
    /** A backfill of what there is nothing of, which says so after it has listed. */
    async backfill(): Promise<string> {
      const { jobId } = await api.orderBackfill(`${randomUUID()}/`)
      return backfilled(jobId)
    },
    /** A sweep that finds a backfill of which nobody was told. */
    async goOnWithBackfill(): Promise<string> {
      const jobId = randomUUID()
      const { url: _, ...asked } = newJob({ url: nowhere, jobId }, new Date(Date.now() - 180_000))
      const what = { kind: 'backfill', s3Bucket: bucket, prefix: `${jobId}/`, backfill: nothingBackfilled } as const
      await jobs.create({ ...asked, ...what, status: 'CREATING_TORRENT' })
      const went = await invoke('job-lifecycle', scheduleEvent)
      return went === 'ok' ? backfilled(jobId) : went
    },
    makeTorrent: () => torrentOf(`${randomUUID()}.txt`),
    /** The torrent of an object that is deleted for good, which goes by its version. */
    async withdrawTorrent(): Promise<string> {
      const Key = `${randomUUID()}.txt`
      const { VersionId } = await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'content' }))
      await invoke('s3-torrent-creator', objectCreated(Key))
      await aws.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }))
      return invoke('s3-torrent-creator', objectCreated(Key))
    },
    /** A recording at a key of its caller's that is deleted after its torrent. */
    async withdrawAfterTorrent(): Promise<string> {
      const { jobId, s3Key } = await completedJob()
      const went = await invoke('s3-torrent-creator', objectCreated(s3Key))
      if (went !== 'ok') return went
      // At once: between the two, the object's own event would bring its torrent back.
      const Objects = [{ Key: `${s3Key}.torrent` }, { Key: s3Key }]
      await aws.s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }))
      const withdrawn = await invoke('s3-torrent-creator', objectCreated(s3Key))
      if (withdrawn !== 'ok') return withdrawn
      return (await jobs.get(jobId))?.torrentWithdrawnAt === undefined ? 'the row names its torrent' : 'ok'
    },
    /** A task that makes the torrent of an object. */
    async taskMakesTorrent(): Promise<string> {
      const key = `${randomUUID()}.txt`
      await torrentOf(key)
      await sleep(1000) // by which the object's own event has been served, too
      await aws.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `${key}.torrent` }))
      return torrentTask(key, '"another"')
    },
    /** A task that finds its object gone, and the torrent still there. */
    async taskWithdrawsTorrent(): Promise<string> {
      const key = `${randomUUID()}.txt`
      const Metadata = { 'source-etag': '"gone"', 'source-size': '7' }
      await aws.s3.send(new PutObjectCommand({ Bucket: bucket, Key: `${key}.torrent`, Body: 'torrent', Metadata }))
      return torrentTask(key, '"gone"')
    },
    async record(): Promise<string> {
      await using stream = await sample()
      const jobId = randomUUID()
      await invoke('dispatch-to-ecs', { url: stream.url, jobId })
      const { status, errorCode } = await endedJob(api, jobId)
      return status === 'COMPLETED' ? 'ok' : `${status} ${errorCode}`
    },
    /** A recording that is asked to be at a key of the caller's. */
    async recordToKey(): Promise<string> {
      await using stream = await sample()
      const jobId = randomUUID()
      await invoke('dispatch-to-ecs', { url: stream.url, jobId, s3Key: `recordings/${jobId}.mkv` })
      const { status, errorCode } = await endedJob(api, jobId)
      return status === 'COMPLETED' ? 'ok' : `${status} ${errorCode}`
    },
    /** The seeding of a job that was completed before. */
    async seed(): Promise<string> {
      const { jobId, s3Key } = await completedJob()
      await invoke('s3-torrent-creator', objectCreated(s3Key))
      await jobs.change(jobId, {}, { set: { torrentFile: `${s3Key}.torrent` } })
      await invoke('job-lifecycle', taskStopped(`${jobId}/1/1`))
      for (let tries = 0; tries < 240; tries++) {
        const { state, errorCode, error } = (await jobs.get(jobId))?.seeding ?? {}
        // A machine without a client: all that needs a permission was done by then, but for reading the content.
        if (state === 'ENDED' || errorCode === 'CLIENT_MISSING') return 'ok'
        if (state === 'FAILED') return `${errorCode} ${error}`
        await sleep(250)
      }
      return 'never ended'
    },
    /** A recording whose permission comes back while it waits for it. */
    async recordMeanwhile(without: (work: () => Promise<string>) => Promise<string>): Promise<string[]> {
      await using stream = await sample()
      const jobId = randomUUID()
      const waited = await without(async () => {
        await invoke('dispatch-to-ecs', { url: stream.url, jobId })
        while ((await api.job(jobId)).status !== 'UPLOADING') await sleep(200)
        await sleep(2000)
        return (await api.job(jobId)).status
      })
      return [waited, (await endedJob(api, jobId)).status]
    },
  }
}
