import { PassThrough, Readable } from 'node:stream'
import type { Egress } from '../egress/open-egress.ts'
import { startTool, type ToolExit } from '../tools/start-tool.ts'
import { stopTool } from '../tools/stop-tool.ts'
import { readLines, type ToolLog } from '../tools/tool-log.ts'
import type { ToolUses } from '../tools/tool-uses.ts'
import { captureArguments } from './capture-arguments.ts'
import { createCodecReader } from './codecs.ts'
import { createProgressReader, type FfmpegProgress } from './ffmpeg-progress.ts'
import type { ResolvedStream } from './stream.ts'

export type CaptureContext = {
  readonly tools: ToolUses
  readonly egress: Egress
  readonly toolLog: ToolLog
  /** Ends the capture. */
  readonly signal: AbortSignal
  readonly onProgress: (progress: FfmpegProgress) => void
}

/** A running capture: the stream as MPEG-TS, which can be cut and joined anywhere. */
export type Capture = {
  /** Must be read to the end, after a stop too: a full pipe keeps ffmpeg from ending. */
  readonly media: Readable
  /** What is in it, known before its first byte; empty where nothing came. */
  readonly codecs: Promise<readonly string[]>
  readonly exited: Promise<ToolExit>
}

/** Starts to take a stream as it comes, without decoding it. Throws RecordingFailed (TOOL_MISSING). */
export async function startCapture(
  { inputs, isHls }: ResolvedStream,
  { tools, egress, toolLog, signal, onProgress }: CaptureContext,
): Promise<Capture> {
  const addresses = inputs.map((input) => egress.addressFor(input, isHls))
  const tool = await startTool('ffmpeg', captureArguments(addresses, isHls), tools.online, {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const [, output, messages, progress] = tool.child.stdio
  if (!(output instanceof Readable && messages instanceof Readable && progress instanceof Readable))
    throw new TypeError('ffmpeg was started without pipes')
  // Node throws away what nobody reads when a process ends, and the reader may come after that.
  const media = output.pipe(new PassThrough())

  const codecs = Promise.withResolvers<readonly string[]>()
  const readCodecs = createCodecReader()
  readLines(messages, (line) => {
    const known = readCodecs(line)
    if (known) codecs.resolve(known)
    if (!line.includes('[info] ')) toolLog.add(line)
  })
  readLines(progress, createProgressReader(onProgress))
  void tool.exited.then(() => codecs.resolve([]))

  const stop = () => stopTool(tool)
  signal.addEventListener('abort', stop, { once: true })
  void tool.exited.then(() => signal.removeEventListener('abort', stop))
  if (signal.aborted) stop()
  return { media, codecs: codecs.promise, exited: tool.exited }
}
