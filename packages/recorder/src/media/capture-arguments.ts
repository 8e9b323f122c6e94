/** ffmpeg gives up on the recorder's way out when it sends nothing for this long, in microseconds. That gives up on servers sooner. */
const SILENCE_LIMIT = 25_000_000

/**
 * What ffmpeg may speak: HTTP, to the recorder's way out alone, which speaks TLS for it. With `https` it would need `httpproxy`
 * beside, and then a playlist's `httpproxy://host:port/` makes it connect to that host by itself.
 */
const PROTOCOLS = 'http,tcp,crypto,data'

/**
 * ffmpeg as it captures: every stream as it comes, as MPEG-TS to a pipe. `-copyts` keeps two inputs together that begin at
 * different segments; `-live_start_index -3` begins three segments before the live edge.
 * @param addresses where its one or two inputs are found
 */
export function captureArguments(addresses: readonly string[], isHls: boolean): string[] {
  return [
    // "info" says which codecs there are; the rest of it is left out of the log.
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'repeat+level+info'],
    ...['-progress', 'pipe:3', '-stats_period', '1', '-copyts'],
    ...addresses.flatMap((address) => inputArguments(address, isHls)),
    ...(addresses.length > 1 ? ['-map', '0:v:0', '-map', '1:a:0'] : ['-map', '0:v:0?', '-map', '0:a:0?']),
    ...['-c', 'copy', '-f', 'mpegts', 'pipe:1'],
  ]
}

function inputArguments(address: string, isHls: boolean): string[] {
  return [
    ...['-rw_timeout', String(SILENCE_LIMIT), '-protocol_whitelist', PROTOCOLS],
    ...(isHls ? ['-live_start_index', '-3'] : []), // ffmpeg refuses an option that its input does not know
    ...['-i', address],
  ]
}
