import { isEnded, type Job } from '@chronicle/core'
import { settings } from './settings.ts'
import type { Task } from './simulated-ecs.ts'

/**
 * Says what is wrong with an attempt being ended by somebody who is not its recorder: the recorder lives; no task of the launch
 * has ever stopped, so that one may still come; it was cancelled, and ends as something else; or it goes on by itself once
 * too often.
 */
export function brokenJudgement(before: Job, after: Job, tasks: readonly Task[]): string[] {
  const goesOn = after.attempt !== before.attempt
  if (isEnded(before.status) || !(goesOn || isEnded(after.status))) return []
  const recorder = tasks.find(({ taskArn }) => taskArn === before.runner)
  const ofLaunch = tasks.filter(({ launch, isOfDeleted }) => isOf(before, launch) && !isOfDeleted)
  const { errorCode = '' } = goesOn ? (after.attempts?.at(-1) ?? {}) : after
  const isJudged = errorCode.startsWith('RECORDER_') || errorCode === 'TASK_FAILED_TO_START'
  const hasStopped = ofLaunch.some(({ lastStatus }) => lastStatus === 'STOPPED')
  const wrong = {
    'ended over its living recorder': recorder !== undefined && recorder.lastStatus !== 'STOPPED',
    [`${errorCode}, but no task of launch ${before.launch} has stopped`]: isJudged && !hasStopped,
    [`cancelled, yet ${after.status} at attempt ${after.attempt}`]:
      before.cancelRequested === true && (goesOn || after.status === 'FAILED'),
    [`at attempt ${after.attempt} without being asked`]: goesOn && after.attempt > settings.maxAttempts,
  }
  return Object.entries(wrong).flatMap(([what, is]) => (is ? [`${before.jobId}: ${what}`] : []))
}

const isOf = ({ jobId, attempt, launch }: Job, of: Task['launch']) =>
  of.jobId === jobId && of.attempt === attempt && of.launch === launch
