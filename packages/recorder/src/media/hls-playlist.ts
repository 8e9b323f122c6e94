import type { StreamInput } from './stream.ts'

export type HlsPlaylist = {
  /** The publisher said that nothing more comes. */
  readonly isEnded: boolean
  /** Seconds of the longest segment; undefined where the playlist only lists others. */
  readonly targetDuration: number | undefined
}

const TIME_LIMIT_MS = 8000

/**
 * Fetches a playlist as it is now; undefined where the server answers that there is none. Throws where it does not answer.
 * https://www.rfc-editor.org/rfc/rfc8216#section-4.3.3
 */
export async function fetchPlaylist(
  fetchUrl: typeof fetch,
  { url, headers }: StreamInput,
): Promise<HlsPlaylist | undefined> {
  const response = await fetchUrl(url, { headers, signal: AbortSignal.timeout(TIME_LIMIT_MS) })
  const text = await response.text()
  if (!response.ok || !text.startsWith('#EXTM3U')) return undefined
  const target = /^#EXT-X-TARGETDURATION:(\d+)/m.exec(text)?.[1]
  return {
    isEnded: /^#EXT-X-ENDLIST\s*$/m.test(text),
    targetDuration: target === undefined ? undefined : Number(target),
  }
}
