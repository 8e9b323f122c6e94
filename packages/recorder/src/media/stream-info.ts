import * as z from 'zod/mini'
import { RecordingFailed } from '../failures.ts'
import type { ResolvedStream, StreamInput } from './stream.ts'

const format = z.object({
  url: z.string(),
  protocol: z.string(),
  manifest_url: z.nullish(z.string()),
  http_headers: z.nullish(z.record(z.string(), z.string())),
})
type Format = z.infer<typeof format>

const formats = z.union([
  z.pipe(
    z.object({ requested_formats: z.union([z.tuple([format]), z.tuple([format, format])]) }),
    z.transform(({ requested_formats }) => requested_formats),
  ),
  z.pipe(
    format,
    z.transform((single): [Format] => [single]),
  ),
])

const info = z.object({ _type: z.optional(z.string()) })

const HLS = ['m3u8', 'm3u8_native']
const DASH = 'http_dash_segments'
const READABLE = [...HLS, DASH, 'http', 'https']

/**
 * The stream that yt-dlp chose, from what it printed with `-J`.
 * Throws RecordingFailed (UNSUPPORTED_STREAM) for a list of videos, and for what only other protocols than HTTP can bring.
 */
export function readStreamInfo(json: unknown): ResolvedStream {
  if (info.parse(json)._type === 'playlist')
    throw new RecordingFailed('UNSUPPORTED_STREAM', 'the URL is a list of videos; give the URL of one of them')
  const chosen = formats.parse(json)
  const strange = chosen.find(({ protocol }) => !READABLE.includes(protocol))
  if (strange)
    throw new RecordingFailed(
      'UNSUPPORTED_STREAM',
      `the stream comes by "${strange.protocol}"; only HLS, DASH and plain HTTP are recorded`,
    )
  const found = chosen.map(streamInput)
  if (!found.every(isOfTheWeb))
    throw new RecordingFailed(
      'UNSUPPORTED_STREAM',
      'the stream has a URL that is not of the web; only http and https are fetched',
    )
  const [first, second] = found
  if (!first) throw new RecordingFailed('UNSUPPORTED_STREAM', 'the URL has no stream; check that it plays in a browser')
  return {
    inputs: second && second.url !== first.url ? [first, second] : [first],
    isHls: chosen.every(({ protocol }) => HLS.includes(protocol)),
    isDash: chosen.every(({ protocol }) => protocol === DASH),
  }
}

/**
 * Whether it is really of the web. yt-dlp takes some URLs for HLS by the end of their name, whatever their scheme is, and so a
 * hostile page can put any of ffmpeg's protocols there.
 */
const isOfTheWeb = ({ url }: StreamInput) => ['http:', 'https:'].includes(URL.parse(url)?.protocol ?? '')

/** ffmpeg reads DASH by its manifest, which holds picture and sound. */
function streamInput({ url, protocol, manifest_url, http_headers }: Format): StreamInput {
  return { url: protocol === DASH ? (manifest_url ?? url) : url, headers: http_headers ?? {} }
}
