import { setTimeout as sleep } from 'node:timers/promises'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import type { JobView } from '@chronicle/core'
import {
  type Aws,
  apiUrl,
  createAws,
  type SampleStreamOptions,
  type StackSettings,
  sampleSource,
  startSampleStream,
} from '@chronicle/local'
import { startTestStack, toolsFolder } from '@chronicle/local/testing'
import { type ApiClient, type ApiError, createApiClient } from '../src/api-client.ts'
import { followJob } from '../src/follow-job.ts'

const JOB_PATIENCE_MS = 90_000

/** Where samples can be had: two at once are the most that a test needs. Allotted now, because a stack is told at its start. */
const sampleSources = [await sampleSource(), await sampleSource()]

/** What stacks of tests record though it is not public: the samples, and a port at which nobody answers. */
export const privateSources = [...sampleSources, '127.0.0.1:9']

/** The whole local stack on a port of its own, as a user's programs see it: over HTTP, with the zips from `dist`. */
export async function stackUnderTest(settings: Partial<StackSettings> = {}) {
  const stack = await startTestStack({ privateSources, ...settings })
  const aws = createAws(stack.url)
  const api = createApiClient(apiUrl(stack.url))
  return {
    ...stack,
    apiUrl: apiUrl(stack.url),
    aws,
    api,
    ended: (jobId: string) => endedJob(api, jobId),
    object: (bucket: string | undefined, key: string | undefined) => objectOf(aws, bucket, key),
  }
}

/** The job as it is when it has ended; it may not be there yet, where it comes in by the queue. */
export async function endedJob(api: ApiClient, jobId: string): Promise<JobView> {
  const signal = AbortSignal.timeout(JOB_PATIENCE_MS)
  while (!(await isThere(api, jobId))) await sleep(100, undefined, { signal })
  return followJob(api, jobId, () => {}, signal)
}

/** The content of an object. */
export async function objectOf({ s3 }: Aws, Bucket: string | undefined, Key: string | undefined): Promise<Uint8Array> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
  return (await Body?.transformToByteArray()) ?? new Uint8Array()
}

function isThere(api: ApiClient, jobId: string): Promise<boolean> {
  return api.job(jobId).then(
    () => true,
    (error: ApiError) => {
      if (error.code === 'JOB_NOT_FOUND') return false
      throw error
    },
  )
}

/** A live sample stream, short and four times as fast as real time unless a test needs otherwise. */
export async function sample(options: Partial<SampleStreamOptions> = {}) {
  const source = sampleSources.pop()
  if (source === undefined) throw new Error('more samples at once than stacks were told of')
  const port = Number(source.split(':')[1])
  const stream = await startSampleStream({ folder: `${toolsFolder}/sample`, seconds: 8, speed: 4, port, ...options })
  const stop = async () => {
    await stream.stop()
    sampleSources.push(source)
  }
  return { ...stream, stop, [Symbol.asyncDispose]: stop }
}
