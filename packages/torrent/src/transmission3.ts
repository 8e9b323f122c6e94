import type { MetainfoOptions } from './create-metainfo.ts'

/** Of more trackers it takes the first ones, without a word. */
const MAX_TRACKERS = 127

/**
 * Options that make the torrent that transmission-create 3.00 makes of the same file and trackers, to the byte but for the date,
 * given the piece length of the rule `tr3`, or of its `-s`: `private` is always there, and repeated trackers are kept.
 */
export function transmission3({ trackers = [], ...options }: Omit<MetainfoOptions, 'createdBy'>): MetainfoOptions {
  return {
    isPrivate: false,
    ...options,
    trackerTiers: trackers.slice(0, MAX_TRACKERS).map((tracker) => [tracker]),
    createdBy: 'Transmission/3.00 (bb6b5a062e)',
  }
}
