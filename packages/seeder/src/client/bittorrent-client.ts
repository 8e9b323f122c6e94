export type ClientStatus = {
  /** All of the content is there and right, and offered to peers. */
  readonly isSeeding: boolean
  /** From 0 to 1: how much of the content is there, or has been checked. */
  readonly complete: number
  readonly uploadedBytes: number
  readonly peers: number
  /** What a tracker complains of, if one does; seeding goes on. */
  readonly trouble?: string
}

/** A running BitTorrent client with one torrent. Disposing ends it, its good-bye to the trackers included. */
export interface BitTorrentClient extends AsyncDisposable {
  /** Has it seed what is in the folder, and fetch from web seeds and peers what is not. Throws SeedingFailed. */
  add(torrent: Uint8Array, folder: string): Promise<void>
  /** Throws SeedingFailed where the client has ended, or given up the torrent. */
  status(): Promise<ClientStatus>
}

export type ClientSettings = {
  /** A folder for whatever the client keeps, which nobody else may read. */
  readonly folder: string
  readonly peerPort: number
  /** Whether it may look for peers without a tracker. */
  readonly dht: boolean
}

/** Starts a client, and answers when it can be talked to. Throws SeedingFailed (CLIENT_MISSING where there is none). */
export type StartClient = (settings: ClientSettings) => Promise<BitTorrentClient>
