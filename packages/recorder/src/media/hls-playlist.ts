import type { Egress } from '../egress/open-egress.ts'
import type { StreamInput } from './stream.ts'

export type HlsPlaylist = {
  /** The publisher said that nothing more comes. */
  readonly isEnded: boolean
  /** Seconds of the longest segment; undefined where the playlist only lists others. */
  readonly targetDuration: number | undefined
}

/**
 * Fetches a playlist as it is now; undefined where the server answers that there is none. Throws where it does not answer.
 * https://www.rfc-editor.org/rfc/rfc8216#section-4.3.3
 */
export async function fetchPlaylist(
  { read }: Pick<Egress, 'read'>,
  input: StreamInput,
): Promise<HlsPlaylist | undefined> {
  const { status, text } = await read(input)
  if (status !== 200 || !text.startsWith('#EXTM3U')) return undefined
  const target = /^#EXT-X-TARGETDURATION:(\d+)/m.exec(text)?.[1]
  return {
    isEnded: /^#EXT-X-ENDLIST\s*$/m.test(text),
    targetDuration: target === undefined ? undefined : Number(target),
  }
}
