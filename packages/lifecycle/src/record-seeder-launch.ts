import { type Change, type LaunchRefused, lookAfter } from '@chronicle/core'
import type { SeederLaunch } from './claim-seeder-launch.ts'
import type { Deps } from './deps.ts'

/** How long a seeder is tried to be launched that ECS refuses for a reason nobody knows. */
const UNCLEAR_PATIENCE_MS = 60 * 60_000

type RecordDeps = Pick<Deps, 'jobs' | 'clock' | 'log' | 'metrics'>

/** Writes down the task of a seeder's launch, unless the seeder itself is further already. The sweep sees whether it is missed. */
export async function recordSeederLaunch(deps: RecordDeps, job: SeederLaunch, taskArn: string): Promise<void> {
  const { jobId, attempt, seeding } = job
  deps.metrics.count('SeederLaunched')
  deps.log.info('seeder launched', { jobId, attempt, launch: seeding.launch, taskArn })
  await change(deps, job, { set: { seeder: taskArn, ...lookAfter('seeder', deps.clock.now()) } })
}

/** Writes down that there is no seeder: the next launch gets a number of its own and waits for the sweep, or seeding has failed for good. */
export async function recordSeederRefusal(
  deps: RecordDeps,
  job: SeederLaunch,
  { code, message, retryable, isUnclear }: LaunchRefused,
  taskDefinition: string,
): Promise<void> {
  const { jobId, attempt, seeding } = job
  deps.metrics.count('LaunchFailed', { reason: code })
  deps.log.warn('launch of the seeder refused', { jobId, attempt, launch: seeding.launch, code, reason: message })
  const waited = deps.clock.now().getTime() - Date.parse(seeding.since)
  if (!retryable || (isUnclear && waited >= UNCLEAR_PATIENCE_MS)) return fail(deps, job, code, message)
  const next = { ...seeding, launch: seeding.launch + 1, taskDefinition, error: message }
  await changeUnlaunched(deps, job, { set: { seeding: next, ...lookAfter('bell', deps.clock.now()) } })
}

/** Writes down that there will be no torrent to seed. */
export function recordTorrentMissing(deps: RecordDeps, job: SeederLaunch): Promise<void> {
  const because = job.torrentError === undefined ? '' : `: ${job.torrentError}`
  return fail(deps, job, 'TORRENT_MISSING', `nobody made a torrent of the recording within an hour${because}`)
}

async function fail(deps: RecordDeps, job: SeederLaunch, errorCode: string, error: string): Promise<void> {
  deps.metrics.count('SeedingFailed', { code: errorCode })
  const seeding = { state: 'FAILED', since: deps.clock.now().toISOString(), errorCode, error } as const
  await changeUnlaunched(deps, job, { set: { seeding }, remove: ['open', 'lookAt'] })
}

/** Nothing is written once the launch is over: its seeder has the row then. */
async function change({ jobs }: RecordDeps, { jobId, attempt }: SeederLaunch, what: Change): Promise<void> {
  await jobs.change(jobId, { attempt, seeding: ['LAUNCHING'] }, what)
}

/** Nor where a seeder is known: of two that launched at once one was answered its task, and the other's refusal is no news. */
async function changeUnlaunched({ jobs }: RecordDeps, { jobId, attempt }: SeederLaunch, what: Change): Promise<void> {
  await jobs.change(jobId, { attempt, seeding: ['LAUNCHING'], absent: ['seeder'] }, what)
}
