import type { Job } from '@chronicle/core'
import type { Call } from '../line/call-around.ts'
import type { Delivery } from '../stage/journal.ts'

/** A line that a program printed as JSON, as far as somebody asks. */
export type LogLine = {
  readonly message?: string
  readonly jobId?: string
  readonly attempt?: number
  readonly launch?: number
  readonly runner?: string
  readonly calls?: readonly Call[]
}

/** An object, how many versions it has, and how many the torrent beside it. */
export type KeptObject = {
  readonly key: string
  readonly versions: number
  readonly torrents: number
  /** Of the torrent that is there now. */
  readonly infoHash?: string
  /** Whether it describes the bytes that are there now. */
  readonly fits?: boolean
}

/** What a world looks like when all is over. */
export type Evidence = {
  readonly accepted: ReadonlySet<string>
  readonly rows: readonly Job[]
  readonly deliveries: readonly Delivery[]
  readonly objects: readonly KeptObject[]
  /** What the tasks printed. */
  readonly taskLines: readonly LogLine[]
  /** All that anybody printed, as it was printed. */
  readonly printed: string
  /** What must not be in it. */
  readonly secrets: readonly string[]
  readonly offences: readonly string[]
}
