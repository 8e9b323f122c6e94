import type { Evidence } from './evidence.ts'

/** I4: at most one torrent for each version of an object; the one that is there fits the bytes and is the one that the row names. */
export function oneTorrent({ objects, rows }: Evidence): string[] {
  return objects.flatMap(({ key, versions, torrents, infoHash, fits = true }) => {
    const named = rows.flatMap((row) => (row.s3Key === key && row.infoHash !== undefined ? row.infoHash : []))
    return [
      ...(torrents > versions ? [`${versions} versions of ${key} have ${torrents} torrents`] : []),
      ...(fits ? [] : [`the torrent of ${key} does not fit its bytes`]),
      ...named.flatMap((hash) =>
        hash === infoHash ? [] : `the row of ${key} names ${hash}, its torrent is ${infoHash}`,
      ),
    ]
  })
}
