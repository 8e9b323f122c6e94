import type { Clock } from '@chronicle/core'
import type { FfmpegProgress } from './ffmpeg-progress.ts'

const SEGMENTS = 6

/** How long a stream may bring nothing new, in milliseconds: some segments come late, and some streams have long ones. */
export function stallLimit(minimumMs: number, targetDurationSeconds: number | undefined): number {
  return Math.max(minimumMs, SEGMENTS * 1000 * (targetDurationSeconds ?? 0))
}

/**
 * Notices a publisher that went away without an end: ffmpeg waits for it for ever, and goes on to report progress that is
 * none. Only a time line or a size that grows is progress.
 */
export function createStallWatchdog(limitMs: number, clock: Clock) {
  let furthest: FfmpegProgress = { seconds: undefined, bytes: undefined }
  let advancedAt = clock.now().getTime()
  return {
    observe: (progress: FfmpegProgress): void => {
      const isFurther = isMore(progress.seconds, furthest.seconds) || isMore(progress.bytes, furthest.bytes)
      if (!isFurther) return
      furthest = progress
      advancedAt = clock.now().getTime()
    },
    isStalled: (): boolean => clock.now().getTime() - advancedAt >= limitMs,
  }
}

const isMore = (value: number | undefined, than: number | undefined) => value !== undefined && value > (than ?? 0)
