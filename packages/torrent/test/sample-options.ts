import type { MetainfoOptions } from '../src/index.ts'
import { plainPieces } from './plain-pieces.ts'

export const sampleContent = new Uint8Array(100_000).map((_, index) => index % 251)

/** Options of a small torrent with every field, to be changed field by field. */
export function sampleOptions(changes: Partial<MetainfoOptions> = {}): MetainfoOptions {
  return {
    name: 'stream 🎥.mkv',
    length: sampleContent.byteLength,
    pieceLength: 32_768,
    pieces: plainPieces(sampleContent, 32_768),
    trackers: ['udp://one.example:1337/announce', 'https://two.example/announce'],
    webSeeds: ['https://cdn.example/stream.mkv'],
    comment: 'A test',
    createdBy: 'Chronicle',
    creationDate: new Date('2026-01-02T03:04:05Z'),
    ...changes,
  }
}
