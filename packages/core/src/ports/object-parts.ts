import type { TorrentSource } from '../torrents/publish-torrent.ts'

/** A part that an object was uploaded in, and what S3 keeps of it. */
export type ObjectPart = {
  /** From 1 up. */
  readonly number: number
  /** In bytes. */
  readonly size: number
  /** In base64, where the upload gave this checksum. */
  readonly sha1?: string | undefined
}

export type PartsPage = {
  readonly etag: string
  /** In bytes. */
  readonly size: number
  /** How many parts the whole object has; undefined where S3 tells of none. */
  readonly count?: number | undefined
  /** In base64: of the whole object, or of its parts' checksums. */
  readonly sha1?: string | undefined
  readonly checksumType?: string | undefined
  readonly parts: readonly ObjectPart[]
}

/** What S3 knows of an object's parts, without a byte of it being read. */
export interface ObjectParts {
  /** The thousand parts, or what there is of them, that come after the one with this number. */
  page(source: TorrentSource, after: number): Promise<PartsPage>
}
