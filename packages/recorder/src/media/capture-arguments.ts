import type { ResolvedStream, StreamInput } from './stream.ts'

/** ffmpeg gives up on a server that sends nothing for this long, in microseconds. */
const SILENCE_LIMIT = 8_000_000

/** What reaches the network; a playlist must not make ffmpeg read files or speak anything else. */
const PROTOCOLS = 'http,https,tls,tcp,httpproxy,crypto,data'

/**
 * ffmpeg as it captures: every stream as it comes, as MPEG-TS to a pipe. `-copyts` keeps two inputs together that begin at
 * different segments; `-live_start_index -3` begins three segments before the live edge.
 */
export function captureArguments({ inputs, isHls }: ResolvedStream): string[] {
  const [, audio] = inputs
  return [
    // "info" says which codecs there are; the rest of it is left out of the log.
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'repeat+level+info'],
    ...['-progress', 'pipe:3', '-stats_period', '1', '-copyts'],
    ...inputs.flatMap((input) => inputArguments(input, isHls)),
    ...(audio ? ['-map', '0:v:0', '-map', '1:a:0'] : ['-map', '0:v:0?', '-map', '0:a:0?']),
    ...['-c', 'copy', '-f', 'mpegts', 'pipe:1'],
  ]
}

function inputArguments({ url, headers }: StreamInput, isHls: boolean): string[] {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return [
    ...['-rw_timeout', String(SILENCE_LIMIT), '-protocol_whitelist', PROTOCOLS],
    ...(lines.length > 0 ? ['-headers', lines.join('')] : []),
    ...(isHls ? ['-live_start_index', '-3'] : []), // ffmpeg refuses an option that its input does not know
    ...['-i', url],
  ]
}
