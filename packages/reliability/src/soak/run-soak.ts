import { setTimeout as sleep } from 'node:timers/promises'
import { createAws } from '@chronicle/local'
import { countMessages } from './count-messages.ts'
import { countRecorders } from './count-recorders.ts'
import { planJobs } from './plan.ts'
import { hasEnded, readRows } from './read-rows.ts'
import { seededRandom } from './seeded-random.ts'
import { judge, type Progress, type SoakOptions, type SoakResult } from './soak-result.ts'
import { openStage } from './soak-stage.ts'
import { type Submitter, submitJobs } from './submit.ts'
import { tellOfJob } from './tell-of-job.ts'

const LOOK_MS = 2000
/** When this share of the jobs has ended, nothing is broken any more: what is left is how long repairs take. */
const STORM_SHARE = 0.75

/**
 * Has the local stack do many jobs while calls to AWS fail and the dispatcher is killed, until most jobs have ended; and then
 * until all that were accepted have, or the time is over; says what came of them, and all of the one that waited longest. `signal` gives it up; nothing is left behind
 * then either.
 */
export async function runSoak(
  options: SoakOptions,
  onProgress: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<SoakResult & { readonly ofSlowest: readonly string[] }> {
  const began = Date.now()
  const seconds = () => (Date.now() - began) / 1000
  const draw = seededRandom(options.seed)
  await using stage = await openStage(options, draw)
  const aws = createAws(stage.engineUrl)
  const streams = stage.streams.slice(0, options.streams)
  const origin = new URL(stage.streams[0] ?? '').origin
  const plan = planJobs({ ...options, streams, origin }, seededRandom(draw() * 2 ** 32))
  let ended = 0
  const hasRoom = (): boolean => submitter.accepted.length - ended < options.atOnce
  const submitter: Submitter = submitJobs(plan, { url: stage.url, aws: createAws(stage.url), hasRoom })
  let isSubmitted = false
  const submitting = submitter.done.then(() => {
    isSubmitted = true
  })
  while (seconds() < options.minutes * 60) {
    await (isSubmitted ? sleep(LOOK_MS) : Promise.race([sleep(LOOK_MS), submitting]))
    signal?.throwIfAborted()
    const rows = await readRows(aws)
    const accepted = submitter.accepted.length
    ended = submitter.accepted.filter(({ jobId }) => hasEnded(rows.get(jobId))).length
    onProgress({ seconds: seconds(), accepted, ended, ...stage.broken() })
    if (isSubmitted && ended >= accepted * STORM_SHARE) stage.calmDown()
    if (isSubmitted && ended === accepted) break
  }
  stage.calmDown()
  // Before the rows: what is on its way from one to the other is then seen in both, not in neither.
  const messages = await countMessages(aws, stage.engineUrl)
  const [rows, recorders] = [await readRows(aws), await countRecorders(stage.stateFolder)]
  const told = { accepted: [...submitter.accepted], refusals: submitter.refusals() }
  const result = judge({ options, seconds: seconds(), ...told, rows, recorders, messages, ...stage.broken() })
  const { slowest } = result
  return { ...result, ofSlowest: slowest === undefined ? [] : await tellOfJob(aws, slowest) }
}
