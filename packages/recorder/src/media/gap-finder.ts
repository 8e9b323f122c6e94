import { type Gaps, withGap } from '@chronicle/core'
import { CLOCK_ROUND } from './media-times.ts'

/** Nothing shorter is a gap: pictures and sounds lie in the stream a little apart. */
const MOMENT = 1
/** A stream of few pictures and no sound brings one now and then: only what is well above its usual step is a gap. */
const USUAL_STEPS = 4
/** A clock that jumps further was set anew: nothing that a recording waits for is as long. */
const FURTHEST_JUMP = 600
/** ffmpeg closes a gap that is longer, so that what comes after it follows at once: its `-dts_delta_threshold`. */
const KEPT_OPEN = 10

/**
 * Finds the gaps of a stream by its own clock: where neither picture nor sound has a time. So it does not matter what was lost,
 * a segment, its end, or what the publisher itself had not. A clock that goes back has been set anew, as it is around
 * an advertisement: from there on it says nothing of what is missing, and no gap is found any more.
 */
export function createGapFinder(onGap: (gaps: Gaps) => void): (seconds: number) => void {
  let gaps: Gaps | undefined
  let latest: number | undefined
  let length = 0
  let steps = 0
  let isOneClock = true
  return (seconds) => {
    if (latest === undefined) latest = seconds
    const step = stepFrom(latest, seconds)
    if (step < -KEPT_OPEN || step > FURTHEST_JUMP) isOneClock = false
    if (!isOneClock || step <= 0) return
    const isGap = steps > 0 && step > Math.max(MOMENT, (USUAL_STEPS * length) / steps)
    if (isGap) {
      gaps = withGap(gaps, length, step)
      onGap(gaps)
    } else steps += 1
    latest = seconds
    if (!isGap || step <= KEPT_OPEN) length += step
  }
}

/** How much later a time is than another, on a clock that goes round. */
function stepFrom(from: number, to: number): number {
  const step = to - from
  return step - CLOCK_ROUND * Math.round(step / CLOCK_ROUND)
}
