import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { clone, cloneSettings, createAws, provision, startSampleStream, startStack } from '@chronicle/local'
import { countMessages } from './count-messages.ts'
import { countRecorders } from './count-recorders.ts'
import { openFaultyLine } from './faulty-line.ts'
import { chooseFaults } from './line-fault.ts'
import { planJobs } from './plan.ts'
import { hasEnded, readRows } from './read-rows.ts'
import { restartAtRandom } from './restarts.ts'
import { seededRandom } from './seeded-random.ts'
import { judge, type Progress, type SoakResult } from './soak-result.ts'
import { type Submitter, submitJobs } from './submit.ts'
import { layOutTools } from './tools.ts'

export type SoakOptions = {
  readonly jobs: number
  /** It is over then, whatever is still open. */
  readonly minutes: number
  readonly seed: number
  readonly sqsShare: number
  readonly perSecond: number
  /** So many jobs are open at most: no more are submitted then. */
  readonly atOnce: number
  /** How many of the jobs are of a stream that is really recorded. */
  readonly streams: number
  /** Of 1: how many calls to AWS have a fault. */
  readonly faultShare: number
  readonly secondsBetweenRestarts: number
}

const LOOK_MS = 2000
/** When this share of the jobs has ended, nothing is broken any more: what is left is how long repairs take. */
const STORM_SHARE = 0.75

/**
 * Has the local stack do many jobs while calls to AWS fail and the dispatcher is killed, until most jobs have ended; and
 * then until all that were accepted have, or the time is over; says what came of them.
 * `signal` gives it up; nothing is left behind then either.
 */
export async function runSoak(
  options: SoakOptions,
  onProgress: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<SoakResult> {
  const began = Date.now()
  const draw = seededRandom(options.seed)
  await using started = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'chronicle-soak-'))
  started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const restarts = restartAtRandom(seededRandom(draw() * 2 ** 32), options.secondsBetweenRestarts)
  started.defer(restarts.stop)
  const faultOf = chooseFaults(seededRandom(draw() * 2 ** 32), options.faultShare)
  let isCalm = false
  const slow = seededRandom(draw() * 2 ** 32)
  const line = await openFaultyLine({
    faultOf: (callId) => (isCalm ? undefined : faultOf(callId)),
    onCall: restarts.onCall,
    slowness: () => 200 + slow() * 1800,
  })
  started.defer(line.close)
  const stateFolder = join(folder, 'stack')
  const stack = await startSoakStack(stateFolder, await layOutTools(join(folder, 'tools')), line)
  started.defer(stack.stop)
  const streams = await startStreams(Math.max(1, options.streams))
  started.defer(async () => void (await Promise.all(streams.map((stream) => stream.stop()))))

  const urls = streams.map(({ url }) => url)
  const origin = new URL(urls[0] ?? '').origin
  const plan = planJobs({ ...options, streams: urls.slice(0, options.streams), origin }, seededRandom(draw() * 2 ** 32))
  const aws = createAws(stack.engineUrl)
  restarts.begin(stateFolder)
  let ended = 0
  const hasRoom = (): boolean => submitter.accepted.length - ended < options.atOnce
  const submitter: Submitter = submitJobs(plan, { url: stack.url, aws: createAws(stack.url), hasRoom })
  let isSubmitted = false
  const submitting = submitter.done.then(() => {
    isSubmitted = true
  })
  const deadline = began + options.minutes * 60_000
  for (;;) {
    await (isSubmitted ? sleep(LOOK_MS) : Promise.race([sleep(LOOK_MS), submitting]))
    signal?.throwIfAborted()
    const rows = await readRows(aws)
    ended = submitter.accepted.filter(({ jobId }) => hasEnded(rows.get(jobId))).length
    const accepted = submitter.accepted.length
    onProgress({ seconds: (Date.now() - began) / 1000, accepted, ended, restarts: restarts.count(), ...line.counts() })
    if (isSubmitted && ended >= accepted * STORM_SHARE) {
      isCalm = true
      restarts.stop()
    }
    if ((isSubmitted && ended === accepted) || Date.now() > deadline) break
  }
  restarts.stop()
  // Before the rows: what is on its way from one to the other is then seen in both, not in neither.
  const messages = await countMessages(aws, stack.engineUrl)
  return judge({
    options,
    seconds: (Date.now() - began) / 1000,
    accepted: submitter.accepted,
    rows: await readRows(aws),
    recorders: await countRecorders(stateFolder),
    refusals: submitter.refusals(),
    messages,
    restarts: restarts.count(),
    ...line.counts(),
  })
}

/** The local stack as `up` starts it, but that its functions find AWS at the end of the faulty line. */
function startSoakStack(stateFolder: string, tools: string, line: Awaited<ReturnType<typeof openFaultyLine>>) {
  const recorder = { command: join(clone.tools, 'bin/node'), args: [clone.recorder], path: `${tools}:/usr/bin:/bin` }
  return startStack(cloneSettings({ stateFolder, port: 0, recorder }), {
    provision: ({ engineUrl, url }, { torrentEngine }) => {
      line.leadTo(url)
      return provision(engineUrl, { url: line.url, zips: clone.zips, layer: clone.layer, torrentEngine })
    },
  })
}

/** One after the other, since the first of them makes the video that all of them show. */
async function startStreams(count: number) {
  const streams = []
  for (let index = 0; index < count; index++)
    streams.push(await startSampleStream({ folder: join(clone.tools, 'sample'), seconds: 8, speed: 4 }))
  return streams
}
