import type { Clock, Gaps, Job } from '@chronicle/core'
import { PART_SIZE } from '@chronicle/torrent'
import type { Progress } from '../progress.ts'
import type { EndReason, StopReason } from '../stop-switch.ts'

/** S3 takes 10,000 parts; what is still on its way when the limit is noticed needs room, too. */
const MAX_BYTES = 9_900 * PART_SIZE

/**
 * Says when a recording is long or large enough. Its length is that of the media or the time since it began, whichever is
 * more: a recorded stream comes faster than it plays, and a live one with holes costs its time.
 */
export function createLimits({ now }: Clock, maxSeconds: number): (progress: Progress) => StopReason | undefined {
  const began = now().getTime()
  return ({ mediaSeconds, bytesDownloaded }) => {
    const elapsed = (now().getTime() - began) / 1000
    if (Math.max(mediaSeconds, elapsed) >= maxSeconds) return 'MAX_DURATION'
    return bytesDownloaded >= MAX_BYTES ? 'MAX_SIZE' : undefined
  }
}

/** What the row says of how a recording ended: one that was cut short, or lacks something inside, is partial. */
export function outcomeOf(
  endReason: EndReason,
  job: Pick<Job, 'maxDurationSeconds'>,
  maxDurationSeconds: number,
  gaps?: Gaps,
): Pick<Job, 'endReason' | 'partial' | 'gaps'> {
  const isPartial = gaps !== undefined || !isWhole(endReason, job, maxDurationSeconds)
  return { endReason, ...(isPartial && { partial: true }), ...(gaps && { gaps }) }
}

/** Whether somebody asked for the end that a recording came to, or its stream came to it by itself. */
export function isWhole(endReason: string, job: Pick<Job, 'maxDurationSeconds'>, maxDurationSeconds: number): boolean {
  if (endReason === 'MAX_DURATION') return (job.maxDurationSeconds ?? Number.POSITIVE_INFINITY) <= maxDurationSeconds
  return endReason === 'ENDED'
}
