import { startTool, type ToolUse } from '../tools/start-tool.ts'
import { readLines } from '../tools/tool-log.ts'
import { codecsOf } from './codecs.ts'

export type ProbedFile = {
  readonly codecs: readonly string[]
  /** Undefined where the file does not say, because its muxer was killed. */
  readonly durationSeconds: number | undefined
}

/** What a media file says it holds. No ffprobe comes with ffmpeg's wheel; ffmpeg without an output says the same. */
export async function probeFile(file: string, use: ToolUse): Promise<ProbedFile> {
  const lines: string[] = []
  const tool = await startTool('ffmpeg', ['-hide_banner', '-nostdin', '-i', file], use, {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (!tool.child.stderr) throw new TypeError('ffmpeg was started without pipes')
  readLines(tool.child.stderr, (line) => lines.push(line))
  await tool.exited
  return { codecs: codecsOf(lines), durationSeconds: durationOf(lines) }
}

function durationOf(lines: readonly string[]): number | undefined {
  const [, hours, minutes, seconds] = /^\s*Duration: (\d+):(\d+):(\d+\.\d+)/m.exec(lines.join('\n')) ?? []
  return seconds === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
}
