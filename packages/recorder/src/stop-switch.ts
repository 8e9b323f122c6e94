/** Why a capture is cut short by us. */
export type StopReason =
  | 'STOPPED'
  | 'CANCEL_REQUESTED'
  | 'MAX_DURATION'
  | 'MAX_SIZE'
  | 'STALLED'
  | 'MUXER_FAILED'
  | 'RUNNER_LOST'

/** Why a recording is over: we cut it short, its stream ended, or its source went away without an end. */
export type EndReason = StopReason | 'ENDED' | 'SOURCE_LOST'

export type StopSwitch = {
  readonly signal: AbortSignal
  /** The first reason that was given; later ones change nothing. */
  readonly reason: StopReason | undefined
  stop(reason: StopReason): void
}

/** What everyone who may cut a recording short has in hand. */
export function createStopSwitch(): StopSwitch {
  const controller = new AbortController()
  let first: StopReason | undefined
  return {
    signal: controller.signal,
    get reason() {
      return first
    },
    stop: (reason) => {
      first ??= reason
      controller.abort()
    },
  }
}
