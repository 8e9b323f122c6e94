/**
 * `ends` as a well-kept live stream does; `ends-at-once` without a single segment; `falls-silent` when its publisher dies,
 * and the playlist stays as it is; `disappears` when its playlist is taken down; `loses-segments` has two in its middle that are
 * listed and cannot be had.
 */
export type SampleMode = 'ends' | 'ends-at-once' | 'falls-silent' | 'disappears' | 'loses-segments'

export type BroadcastOptions = {
  /** Seconds of each segment. */
  readonly segments: readonly number[]
  /** How many of the newest segments can be had. */
  readonly windowSegments: number
  readonly mode: SampleMode
}

/** What viewers can get at one moment. */
export type Broadcast = {
  /** Indices of the segments that can be had, oldest first. */
  readonly available: readonly number[]
  readonly playlist: string | undefined
}

/** What a live stream shows `elapsed` seconds after its first segment came out; a segment comes out when the one before is over. */
export function broadcastAt(elapsed: number, { segments, windowSegments, mode }: BroadcastOptions): Broadcast {
  if (mode === 'ends-at-once') return { available: [], playlist: playlist(segments, [], true) }
  const begins = segments.map((_, index) => sum(segments.slice(0, index)))
  const released = begins.flatMap((begin, index) => (begin <= elapsed ? [index] : []))
  const listed = released.slice(-windowSegments)
  const middle = Math.floor(segments.length / 2)
  const available = mode === 'loses-segments' ? listed.filter((index) => index < middle - 1 || index > middle) : listed
  const isOver = elapsed >= sum(segments)
  if (isOver && mode === 'disappears') return { available, playlist: undefined }
  return { available, playlist: playlist(segments, listed, isOver && mode !== 'falls-silent') }
}

/** https://www.rfc-editor.org/rfc/rfc8216#section-4.3.3 */
function playlist(segments: readonly number[], listed: readonly number[], isEnded: boolean): string {
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    `#EXT-X-TARGETDURATION:${Math.ceil(Math.max(...segments))}`,
    `#EXT-X-MEDIA-SEQUENCE:${listed[0] ?? 0}`,
    ...listed.flatMap((index) => [`#EXTINF:${segments[index]?.toFixed(6)},`, `segment-${index}.ts`]),
    ...(isEnded ? ['#EXT-X-ENDLIST'] : []),
  ]
  return `${lines.join('\n')}\n`
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
