import { text } from 'node:stream/consumers'
import { RecordingFailed } from '../failures.ts'
import { startTool, type Tool } from '../tools/start-tool.ts'
import { readLines, type ToolLog } from '../tools/tool-log.ts'
import type { ToolUses } from '../tools/tool-uses.ts'
import { resolveFailure } from './resolve-failure.ts'
import type { ResolvedStream } from './stream.ts'
import { readStreamInfo } from './stream-info.ts'

const TIME_LIMIT_MS = 60_000

export type ResolveContext = {
  readonly tools: ToolUses
  readonly toolLog: ToolLog
  /** Ends the search. */
  readonly signal: AbortSignal
}

/**
 * Asks yt-dlp which stream is behind a URL; it downloads nothing. Undefined where the search was ended by its signal.
 * Throws RecordingFailed with a code that says why there is none.
 */
export async function resolveStream(
  url: string,
  { tools, toolLog, signal }: ResolveContext,
): Promise<ResolvedStream | undefined> {
  const tool = await startTool('yt-dlp', resolveArguments(process.execPath), tools.online, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true, // a group of its own, so that what it starts ends with it
  })
  const { stdin, stdout, stderr } = tool.child
  if (!stdin || !stdout || !stderr) throw new TypeError('yt-dlp was started without pipes')
  stdin.on('error', () => {}) // yt-dlp ended before it read the URL: its exit says why
  stdin.end(`${new URL(url).href}\n`)
  const timeLimit = AbortSignal.timeout(TIME_LIMIT_MS)
  const stopped = AbortSignal.any([timeLimit, signal])
  const kill = () => killGroup(tool)
  stopped.addEventListener('abort', kill, { once: true })
  if (stopped.aborted) kill()

  let said = ''
  readLines(stderr, (line) => {
    toolLog.add(line)
    said += `${line}\n`
  })
  const [output, exit] = await Promise.all([text(stdout), tool.exited])
  stopped.removeEventListener('abort', kill)

  if (signal.aborted) return undefined
  if (timeLimit.aborted)
    throw new RecordingFailed('RESOLVE_TIMEOUT', `no stream was found in ${TIME_LIMIT_MS / 1000} s; try again later`)
  if (exit.code !== 0) throw resolveFailure(said)
  return readStreamInfo(JSON.parse(output))
}

/**
 * The URL is somebody else's text, and may hold a token: it comes by standard input, where nothing is an option and no list
 * of processes shows it; the way out comes by the environment for the same reason. yt-dlp takes no settings, plug-ins or code from anywhere.
 */
export function resolveArguments(nodePath: string): string[] {
  return [
    ...['--ignore-config', '--no-plugin-dirs', '--no-playlist', '--playlist-items', '1', '--no-cache-dir', '--no-exec'],
    ...['--restrict-filenames', '--no-remote-components', '--socket-timeout', '10', '--retries', '0'],
    ...['--extractor-retries', '0', '--js-runtimes', `node:${nodePath}`, '-J', '--batch-file', '-'],
  ]
}

function killGroup({ child }: Tool): void {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
    process.kill(-child.pid, 'SIGKILL')
}
