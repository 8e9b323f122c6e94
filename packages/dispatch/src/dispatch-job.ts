import { type Job, JobNotFound, LaunchRefused } from '@chronicle/core'
import { claimLaunch } from './claim-launch.ts'
import { deferLaunch, isTriedAgain } from './defer-launch.ts'
import type { Deps } from './deps.ts'
import { honourCancel } from './honour-cancel.ts'
import { launchRecorder } from './launch-recorder.ts'
import { recordLaunch, recordRefusal } from './record-launch.ts'
import { isDefinitionGone, renewLaunch } from './renew-launch.ts'
import { secondsToLaunch } from './seconds-to-launch.ts'
import { waitForRoom } from './wait-for-room.ts'

/**
 * Launches the job's recorder, once, however often it is called: the row says whether there is something to launch, the client
 * token makes repeats of a launch one task, and the recorder's own fence decides should there be two after all.
 * Answers the job as it is afterwards: STARTED, FAILED, CANCELLED, or PENDING with the time of the next try where it waits.
 * Throws JobNotFound, and whatever leaves it unknown whether a task was started; the same call is to be repeated after that.
 */
export async function dispatchJob(deps: Deps, jobId: string): Promise<Job> {
  const job = await deps.jobs.get(jobId)
  if (!job) throw new JobNotFound(jobId)
  const claimed = (await waitForRoom(deps, job)) ? undefined : await claimLaunch(deps, job)
  if (!claimed) return honourCancel(deps, (await deps.jobs.get(jobId)) ?? job)
  try {
    const { taskArn } = await launchRecorder(deps, claimed)
    const launched = await recordLaunch(deps, claimed, taskArn)
    deps.metrics.seconds('QueueToLaunchSeconds', secondsToLaunch(job, deps.clock.now()))
    return launched
  } catch (error) {
    if (!(error instanceof LaunchRefused)) throw error
    if (isDefinitionGone(error) && (await renewLaunch(deps, claimed))) return dispatchJob(deps, jobId)
    const record = isTriedAgain(claimed, error) ? deferLaunch : recordRefusal
    return honourCancel(deps, await record(deps, claimed, error))
  }
}
