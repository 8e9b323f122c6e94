import { Readable } from 'node:stream'
import { startTool, type ToolExit } from '../tools/start-tool.ts'
import { stopTool } from '../tools/stop-tool.ts'
import { readLines, type ToolLog } from '../tools/tool-log.ts'
import type { ToolUses } from '../tools/tool-uses.ts'
import { createProgressReader } from './ffmpeg-progress.ts'

/** Writing the index takes well under a second; a muxer that takes longer hangs. */
const CLOSE_LIMIT_MS = 30_000

export type MuxerContext = {
  readonly tools: ToolUses
  readonly toolLog: ToolLog
  /** Seconds of media in the file so far. */
  readonly onProgress: (seconds: number) => void
}

/** Makes one Matroska file of MPEG-TS, while it comes. */
export type Muxer = {
  /** Takes the next bytes; settles when there is room for more. Throws where the muxer is gone. */
  write(chunk: Uint8Array): Promise<void>
  /** Finishes the file: its index and duration are written. */
  close(): Promise<ToolExit>
}

/**
 * Starts to write a file that only grows, but for the first kilobyte, which gets index and duration at the end. Whatever ends
 * the muxer, the file plays up to there.
 */
export async function startMuxer(
  file: string,
  codecs: readonly string[],
  { tools, toolLog, onProgress }: MuxerContext,
): Promise<Muxer> {
  const tool = await startTool('ffmpeg', muxerArguments(file, codecs), tools.offline, {
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  })
  const { stdin, stderr, stdio } = tool.child
  const progress = stdio[3]
  if (!stdin || !stderr || !(progress instanceof Readable)) throw new TypeError('ffmpeg was started without pipes')
  readLines(stderr, toolLog.add)
  readLines(
    progress,
    createProgressReader(({ seconds }) => {
      if (seconds !== undefined) onProgress(seconds)
    }),
  )
  stdin.on('error', () => undefined) // each write reports its own

  return {
    write: (chunk) =>
      new Promise((resolve, reject) => {
        stdin.write(chunk, (error) => (error ? reject(error) : resolve()))
      }),
    close: async () => {
      stdin.end()
      const limit = setTimeout(() => stopTool(tool), CLOSE_LIMIT_MS)
      const exit = await tool.exited
      clearTimeout(limit)
      return exit
    },
  }
}

/** Clusters of two seconds that are written at once bound what is lost when the muxer is killed. */
export function muxerArguments(file: string, codecs: readonly string[]): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'repeat+level+warning', '-y'],
    ...['-progress', 'pipe:3', '-stats_period', '1', '-f', 'mpegts', '-i', 'pipe:0'],
    ...['-map', '0:v:0?', '-map', '0:a:0?', '-c', 'copy'],
    // MPEG-TS carries AAC with a header in each frame, Matroska with one for all; the filter knows no other codec.
    ...(codecs.includes('aac') ? ['-bsf:a', 'aac_adtstoasc'] : []),
    ...['-cluster_time_limit', '2000', '-flush_packets', '1', '-f', 'matroska', file],
  ]
}
