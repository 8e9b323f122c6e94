import { propertyRuns } from '@chronicle/core/testing'

const { FAST_CHECK_SEED: seed, FAST_CHECK_PATH: path, FAST_CHECK_REPLAY: replayPath } = process.env

/**
 * How often a property is tried: 1,000 times, or FAST_CHECK_RUNS. FAST_CHECK_SEED and FAST_CHECK_PATH, both printed by a run that
 * failed, repeat that run.
 */
export const runs = {
  numRuns: propertyRuns(1000),
  ...(seed !== undefined && { seed: Number(seed) }),
  ...(path !== undefined && { path }),
}

/** Which of a run's steps were taken; printed by one that failed as its `replayPath`, and needed to repeat it by its path. */
export const replay = replayPath === undefined ? {} : { replayPath }

/** Enough for each run on a busy machine. */
export const timeout = 60_000 + 100 * runs.numRuns
