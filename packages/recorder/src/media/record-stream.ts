import { every } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import type { Egress } from '../egress/open-egress.ts'
import type { Progress } from '../progress.ts'
import type { EndReason, StopReason, StopSwitch } from '../stop-switch.ts'
import type { ToolLog } from '../tools/tool-log.ts'
import type { ToolUses } from '../tools/tool-uses.ts'
import { type Capture, startCapture } from './capture.ts'
import { detectEnd } from './end-detection.ts'
import { createGapFinder } from './gap-finder.ts'
import { fetchPlaylist } from './hls-playlist.ts'
import { createMediaTimes } from './media-times.ts'
import { type Muxer, startMuxer } from './muxer.ts'
import { createStallWatchdog, stallLimit } from './stall-watchdog.ts'
import type { ResolvedStream } from './stream.ts'

export type RecordingContext = {
  readonly tools: ToolUses
  readonly egress: Egress
  readonly toolLog: ToolLog
  readonly progress: Progress
  readonly stopSwitch: StopSwitch
  /** Where the recording is written. */
  readonly file: string
  /** Whether it is long or large enough. */
  readonly limitReached: (progress: Progress) => StopReason | undefined
  readonly onFirstMedia: () => void
}

const WATCH_MS = 1000

/**
 * Records a stream into a Matroska file until it ends or the stop switch is thrown, and answers why it is over. The file may
 * be empty then.
 */
export async function recordStream(deps: Deps, stream: ResolvedStream, context: RecordingContext): Promise<EndReason> {
  const { progress, stopSwitch, limitReached, file, egress } = context
  const stall = createStallWatchdog(await stallLimitOf(deps, egress, stream), deps.clock)
  const capture = await startCapture(stream, { ...context, signal: stopSwitch.signal, onProgress: stall.observe })
  const watch = every(WATCH_MS, () => {
    const reason = stall.isStalled() ? 'STALLED' : limitReached(progress)
    if (reason) stopSwitch.stop(reason)
  })
  try {
    const codecs = await capture.codecs
    if (codecs.length > 0) {
      const muxer = await startMuxer(file, codecs, {
        ...context,
        onProgress: (seconds) => {
          progress.mediaSeconds = seconds
        },
      })
      await pump(capture, muxer, context)
      await muxer.close()
    }
    const exit = await capture.exited
    return (
      stopSwitch.reason ??
      (await detectEnd({ egress, log: deps.log }, stream, { exit, hasMedia: progress.bytesDownloaded > 0 }))
    )
  } catch (error) {
    stopSwitch.stop('MUXER_FAILED')
    capture.media.resume()
    throw error
  } finally {
    await watch.stop()
  }
}

/** Brings every byte from the capture to the muxer. */
async function pump(
  { media }: Capture,
  muxer: Muxer,
  { progress, stopSwitch, onFirstMedia }: RecordingContext,
): Promise<void> {
  const readTimes = createMediaTimes(
    createGapFinder((gaps) => {
      progress.gaps = gaps
    }),
  )
  let isMuxing = true
  for await (const chunk of media) {
    if (progress.bytesDownloaded === 0) onFirstMedia()
    progress.bytesDownloaded += chunk.length
    readTimes(chunk)
    if (!isMuxing) continue // read all the same, or ffmpeg does not end
    try {
      await muxer.write(chunk)
    } catch {
      isMuxing = false
      stopSwitch.stop('MUXER_FAILED')
    }
  }
}

/** A playlist that cannot be had now is the capture's business; the limit is the shortest then. */
async function stallLimitOf({ log, config }: Deps, egress: Egress, { isHls, inputs }: ResolvedStream): Promise<number> {
  if (!isHls) return stallLimit(config.minimumStallMs, undefined)
  try {
    const playlist = await fetchPlaylist(egress, inputs[0])
    return stallLimit(config.minimumStallMs, playlist?.targetDuration)
  } catch (error) {
    log.warn('playlist not fetched', { error })
    return stallLimit(config.minimumStallMs, undefined)
  }
}
