import { join } from 'node:path'
import { sourceName, sourceOf, streamUrlProblem } from '@chronicle/core'
import { apiUrl, clone, createAws, type StackSettings, startSampleStream } from '@chronicle/local'
import { createApiClient } from '../api-client.ts'
import { buildArtifacts } from '../build-artifacts.ts'
import { describeJob, describeStages } from '../describe-job.ts'
import { followJob } from '../follow-job.ts'
import { createProgress } from '../progress.ts'
import { DEFAULT_PORT, howToUse, startLastingStack, startPassingStack } from '../stack.ts'
import { JobFailed } from './job-failed.ts'
import { saveRecording } from './save-recording.ts'
import { verifyTorrent } from './verify-torrent.ts'

const say = (line: string) => console.log(line)

export type DemoOptions = Pick<StackSettings, 'taskDriver'> & {
  readonly url?: string
  readonly keep: boolean
  readonly output: string
}

/**
 * The main job, as a user sees it: a URL goes in, a recording and its torrent come out. What it starts it stops, whichever
 * way it ends, unless it is to be kept.
 */
export async function runDemo({ url, keep, output, taskDriver }: DemoOptions, signal: AbortSignal): Promise<void> {
  await using started = new AsyncDisposableStack()
  await buildArtifacts()
  signal.throwIfAborted()

  // Whoever types a URL of his own machine or network means it.
  const privateSources = url ? ownSource(url) : []
  const stack = await (keep
    ? startLastingStack({ port: DEFAULT_PORT, anyPortIfTaken: true, taskDriver, privateSources, say })
    : startPassingStack({ taskDriver, privateSources, say }))
  if (!keep) started.defer(stack.stop)
  signal.throwIfAborted()

  const streamUrl = url ?? (await startSample(started, stack.privateSources))
  const api = createApiClient(apiUrl(stack.url))
  const jobId = `demo-${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)}`
  say(`\nPOST ${apiUrl(stack.url)}/jobs  {"url": "${streamUrl}"}`)
  await api.submit({ url: streamUrl, jobId })

  const progress = createProgress(process.stdout)
  const job = await followJob(api, jobId, progress.show, signal).finally(progress.end)
  if (job.status !== 'COMPLETED') throw new JobFailed(job)
  const files = await saveRecording(createAws(stack.url).s3, job, join(output, jobId))
  const pieces = await verifyTorrent(files)

  say(`\n${describeJob(job)}\n\n${describeStages(job)}`)
  say(`\nsaved      ${files.recording}\n           ${files.torrent}`)
  say(`verified   all ${pieces} pieces of the torrent fit the file`)
  if (keep) say(`\n${await howToUse(stack.url)}`)
}

/** The source of a URL that can be recorded at all; of any other the API says what is wrong with it. */
const ownSource = (url: string) => (streamUrlProblem(url) ? [] : [sourceName(sourceOf(new URL(url)))])

/** Serves the sample where the stack, which may have been running before, expects one. */
async function startSample(started: AsyncDisposableStack, privateSources: readonly string[]): Promise<string> {
  const port = Number(privateSources.at(-1)?.split(':').at(-1))
  const sample = await startSampleStream({ folder: join(clone.tools, 'sample'), port })
  started.defer(() => sample.stop())
  return sample.url
}
