import { describe, expect, it } from '@jest/globals'
import { describeSoak } from '../src/soak/describe-soak.ts'
import { runSoak } from '../src/soak/run-soak.ts'

// What a message that a killed function had in hand takes to come back is longer than this run, so not every job ends in it:
// `npm run soak` waits for all of a thousand. Here none may be lost, and none recorded twice.
const options = {
  jobs: 40,
  minutes: 1.5,
  seed: 2026,
  sqsShare: 0.5,
  perSecond: 2,
  atOnce: 40,
  streams: 1,
  faultShare: 0.1,
  secondsBetweenRestarts: 10,
}

describe('a short soak', () => {
  it('loses no job and records none twice, while calls to AWS fail and the dispatcher is killed', async () => {
    const result = await runSoak(options, () => {})
    console.log(describeSoak(result))
    expect(result).toMatchObject({ lost: [], recordedTwice: [] })
    expect(result.accepted).toHaveLength(options.jobs)
    expect(Object.keys(result.faults).length).toBeGreaterThan(2)
    expect(result.restarts).toBeGreaterThan(0)
    expect(result.recordersPastFence).toBeGreaterThan(options.jobs / 4)
    expect(result.ofSlowest.join('\n')).toMatch(/ row: PENDING, attempt 1[\s\S]* dispatch-to-ecs: .*recorder launched/)
  }, 240_000)
})
