import { isEnded, type Job } from '@chronicle/core'
import type { Task } from './simulated-ecs.ts'

/**
 * Says what is wrong with an attempt being ended by somebody who is not its recorder: the recorder lives, or no task of the
 * launch has ever stopped, so that one may still come. A launch that ECS refused for good has no task to judge.
 */
export function brokenJudgement(before: Job, after: Job, tasks: readonly Task[]): string[] {
  const isOver = isEnded(after.status) || after.attempt !== before.attempt
  if (isEnded(before.status) || !isOver) return []
  const recorder = tasks.find(({ taskArn }) => taskArn === before.runner)
  const ofLaunch = tasks.filter(({ launch, isOfDeleted }) => isOf(before, launch) && !isOfDeleted)
  const { errorCode } = after.attempt === before.attempt ? after : (after.attempts?.at(-1) ?? after)
  const isLost = errorCode?.startsWith('RECORDER_') || errorCode === 'TASK_FAILED_TO_START'
  return [
    ...(recorder && recorder.lastStatus !== 'STOPPED' ? [`${before.jobId}: ended over its living recorder`] : []),
    ...(before.cancelRequested && (after.status === 'FAILED' || after.attempt !== before.attempt)
      ? [`${before.jobId}: cancelled, yet ${after.status} at attempt ${after.attempt}`]
      : []),
    ...(isLost && ofLaunch.every(({ lastStatus }) => lastStatus !== 'STOPPED')
      ? [`${before.jobId}: ${errorCode}, but no task of launch ${before.launch} has stopped`]
      : []),
  ]
}

const isOf = ({ jobId, attempt, launch }: Job, of: Task['launch']) =>
  of.jobId === jobId && of.attempt === attempt && of.launch === launch
