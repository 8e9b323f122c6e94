import { ChronicleError } from '../domain/errors.ts'
import type { ObjectHead } from '../ports/object-store.ts'
import { torrentKey } from './publish-torrent.ts'

/** An object that can have no torrent as it is, whoever tries. Its row says so, by a code each. */
abstract class NoTorrent extends ChronicleError {
  readonly httpStatus = 422
}

/** A torrent describes at least one byte. */
export class EmptyObject extends NoTorrent {
  override readonly name = 'EmptyObject'
  readonly code = 'EMPTY_OBJECT'
  constructor(key: string) {
    super(`object "${key}" has 0 bytes, and a torrent describes at least one`)
  }
}

/** What the consoles of S3 make where somebody asks for a folder. */
export class FolderMarker extends NoTorrent {
  override readonly name = 'FolderMarker'
  readonly code = 'FOLDER_MARKER'
  constructor(key: string) {
    super(
      `object "${key}" only marks a folder, as its name ends with "/"; the objects in it have torrents of their own`,
    )
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export const LONGEST_KEY_BYTES = 1024

/** S3 has no room for the torrent's name. */
export class KeyTooLong extends NoTorrent {
  override readonly name = 'KeyTooLong'
  readonly code = 'KEY_TOO_LONG'
  constructor(key: string) {
    const bytes = Buffer.byteLength(torrentKey(key))
    super(
      `object "${key.slice(0, 80)}…": its torrent's key would have ${bytes} bytes, and S3 takes ${LONGEST_KEY_BYTES}; give the object a shorter one`,
    )
  }
}

/** Its bytes are in an archive. */
export class ObjectArchived extends NoTorrent {
  override readonly name = 'ObjectArchived'
  readonly code = 'OBJECT_ARCHIVED'
  constructor(key: string, options?: ErrorOptions) {
    super(
      `object "${key}" is archived and cannot be read; restore it, and it gets its torrent when that is done`,
      options,
    )
  }
}

/** It is encrypted with a key that only its owner has (SSE-C). */
export class ObjectEncrypted extends NoTorrent {
  override readonly name = 'ObjectEncrypted'
  readonly code = 'OBJECT_ENCRYPTED'
  constructor(key: string, options?: ErrorOptions) {
    super(
      `object "${key}" is encrypted with a key of its owner's (SSE-C), which nobody else can read; put it with another encryption`,
      options,
    )
  }
}

/** Why the object can have no torrent, as far as its key and S3's word of it tell. */
export function torrentRefusal(key: string, { size, isArchived }: ObjectHead): ChronicleError | undefined {
  if (key.endsWith('/')) return new FolderMarker(key)
  if (Buffer.byteLength(torrentKey(key)) > LONGEST_KEY_BYTES) return new KeyTooLong(key)
  if (size === 0) return new EmptyObject(key)
  return isArchived ? new ObjectArchived(key) : undefined
}
