import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '@chronicle/core'
import type { Egress } from '../egress/open-egress.ts'
import type { ToolExit } from '../tools/start-tool.ts'
import { fetchManifest } from './dash-manifest.ts'
import { fetchPlaylist } from './hls-playlist.ts'
import type { ResolvedStream } from './stream.ts'

const PAUSES_MS = [1000, 3000]

/** How a capture ended that nobody stopped. */
export type CaptureEnd = { readonly exit: ToolExit; readonly hasMedia: boolean }

/**
 * Why it ended. ffmpeg ends with the same code and the same messages when an HLS stream is over and when its playlist went
 * away, or when nothing more of a DASH stream comes for whatever reason. So playlist and manifest are asked again; for anything
 * else the exit code must do.
 */
export async function detectEnd(
  { egress, log }: { readonly egress: Pick<Egress, 'read'>; readonly log: Log },
  { isHls, isDash, inputs }: ResolvedStream,
  { exit, hasMedia }: CaptureEnd,
): Promise<'ENDED' | 'SOURCE_LOST'> {
  // A playlist that is over before it has a segment is an error for ffmpeg; for anything else its errors stand.
  if (exit.code !== 0 && (hasMedia || !isHls)) return 'SOURCE_LOST'
  if (!isHls && !isDash) return 'ENDED'
  for (const pause of [...PAUSES_MS, undefined]) {
    try {
      const playlist = await (isHls ? fetchPlaylist : fetchManifest)(egress, inputs[0])
      if (playlist) return playlist.isEnded ? 'ENDED' : 'SOURCE_LOST'
    } catch (error) {
      log.warn('playlist not fetched', { error })
    }
    if (pause !== undefined) await sleep(pause)
  }
  return 'SOURCE_LOST'
}
