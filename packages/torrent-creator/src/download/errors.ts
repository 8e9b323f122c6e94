import { ChronicleError } from '@chronicle/core'

export class ObjectNotFound extends ChronicleError {
  override readonly name = 'ObjectNotFound'
  readonly code = 'OBJECT_NOT_FOUND'
  readonly httpStatus = 404
  constructor(key: string) {
    super(`there is no object "${key}" in the bucket; a key begins without a slash, and its case counts`)
  }
}

/** There is none yet, or only that of an earlier version, and one may come. */
export class TorrentNotReady extends ChronicleError {
  override readonly name = 'TorrentNotReady'
  readonly code = 'TORRENT_NOT_READY'
  readonly httpStatus = 404
  override readonly retryAfter: number
  constructor(message: string, retryAfter = 10) {
    super(message)
    this.retryAfter = retryAfter
  }
}

/** There is none, and as things are none will come. */
export class TorrentNotFound extends ChronicleError {
  override readonly name = 'TorrentNotFound'
  readonly code = 'TORRENT_NOT_FOUND'
  readonly httpStatus = 404
}

/** It was tried to make one. */
export class TorrentFailed extends ChronicleError {
  override readonly name = 'TorrentFailed'
  readonly code = 'TORRENT_FAILED'
  readonly httpStatus = 404
  constructor(key: string, why: string) {
    super(`"${key}" has no torrent: ${why}`)
  }
}

/** What somebody put there. */
export class TorrentUnreadable extends ChronicleError {
  override readonly name = 'TorrentUnreadable'
  readonly code = 'TORRENT_UNREADABLE'
  readonly httpStatus = 422
  constructor(key: string, why: string, options?: ErrorOptions) {
    super(`"${key}" cannot be read as a torrent: ${why}; delete it, and the object gets another`, options)
  }
}
