import type { SourceRefused } from '@chronicle/core'
import { NothingRecorded, RecordingFailed } from '../failures.ts'

/** Ends for which nobody but the source can be to blame. */
const OF_THE_SOURCE = ['ENDED', 'SOURCE_LOST']

/** Codes that say nothing of the source. */
const OF_OURS = ['NO_URL', 'TOOL_MISSING', 'MUXER_FAILED', 'STREAM_NOT_FOUND']

/** Why there is no recording: the connection that was refused, where it can be the cause, and the error itself elsewhere. */
export function refusalCause(error: unknown, [refusal]: readonly SourceRefused[]): unknown {
  if (!refusal || !(error instanceof RecordingFailed)) return error
  const isPossible =
    error instanceof NothingRecorded ? OF_THE_SOURCE.includes(error.endReason) : !OF_OURS.includes(error.code)
  if (!isPossible) return error
  return new RecordingFailed(
    'SOURCE_REFUSED',
    `the stream leads to ${refusal.source}, which ${refusal.problem}; only what everybody can reach is recorded, and what PRIVATE_SOURCES lists`,
    { cause: error },
  )
}
