import { RecordingFailed } from '../failures.ts'

type Rule = { readonly says: RegExp; readonly code: string; readonly advice: string }

/** What yt-dlp says, most telling first, and what to make of it. */
const RULES: readonly Rule[] = [
  {
    says: /HTTP Error (404|410)\b/,
    code: 'STREAM_NOT_FOUND',
    advice: 'there is no stream at the URL; check it and submit again',
  },
  {
    says: /HTTP Error (401|403)\b|log ?in|sign in|members-only|private video|geo.?restrict|not available in your/i,
    code: 'STREAM_FORBIDDEN',
    advice: 'the server does not give the stream to the recorder; give a URL that plays without signing in',
  },
  {
    says: /DRM/,
    code: 'STREAM_PROTECTED',
    advice: 'the stream is protected by DRM and cannot be recorded',
  },
  {
    says: /will begin|not (currently )?live|is offline|premieres in/i,
    code: 'STREAM_NOT_LIVE',
    advice: 'the stream is not live now; submit again when it is',
  },
  {
    says: /Unsupported URL|is not a valid URL|No video formats found/i,
    code: 'UNSUPPORTED_URL',
    advice: 'no stream was recognised at the URL; give the URL of the stream or of its page',
  },
  {
    says: /HTTP Error (429|5\d\d)\b|Tunnel connection failed: 5\d\d|refused|timed out|unreachable|Name or service|getaddrinfo|resolve host|reset by peer/i,
    code: 'STREAM_UNREACHABLE',
    advice: 'the server of the stream could not be reached or did not answer; try again later',
  },
]

const UNKNOWN = {
  code: 'RESOLVE_FAILED',
  advice: 'no stream could be found behind the URL; errorDetail holds what yt-dlp said',
}

/** Turns what yt-dlp said when it failed into the failure of the recording. */
export function resolveFailure(said: string): RecordingFailed {
  const { code, advice } = RULES.find(({ says }) => says.test(said)) ?? UNKNOWN
  return new RecordingFailed(code, advice)
}
