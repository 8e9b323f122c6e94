import type { EndReason } from './stop-switch.ts'

/** A recording that cannot be made: a stable code, and a sentence for the person who asked for it. */
export class RecordingFailed extends Error {
  override readonly name: string = 'RecordingFailed'
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** There is nothing to keep: the capture was over before it brought any media. */
export class NothingRecorded extends RecordingFailed {
  override readonly name = 'NothingRecorded'
  readonly endReason: EndReason
  constructor(endReason: EndReason) {
    const { code, message } = explanations[endReason] ?? noMedia
    super(code, message)
    this.endReason = endReason
  }
}

/** The row is another recorder's, or ended, by now: whatever this one has still to say no longer counts. */
export class RunnerLost extends Error {
  override readonly name = 'RunnerLost'
}

const stoppedBeforeMedia = {
  code: 'STOPPED_BEFORE_MEDIA',
  message: 'the recorder was stopped before the stream brought anything; submit again',
}

const noMedia = {
  code: 'NO_MEDIA',
  message:
    'the stream answered but brought no picture or sound that can be recorded; check that it plays, and submit again',
}

const explanations: Partial<Record<EndReason, { readonly code: string; readonly message: string }>> = {
  CANCEL_REQUESTED: stoppedBeforeMedia,
  ENDED: {
    code: 'STREAM_ENDED_AT_ONCE',
    message: 'the stream was over before it brought any picture or sound; submit again when it is live',
  },
  MUXER_FAILED: {
    code: 'MUXER_FAILED',
    message: 'ffmpeg could not write the stream as Matroska; errorDetail holds what it said',
  },
  STOPPED: stoppedBeforeMedia,
}
