import type { ReceivedMessages } from '../src/index.ts'

const TWELVE_HOURS_S = 43_200

/** Keeps for how long each message was hidden, by its receipt handle. Refuses what SQS refuses. */
export function createFakeReceivedMessages(): ReceivedMessages & { readonly hidden: ReadonlyMap<string, number> } {
  const hidden = new Map<string, number>()
  return {
    hidden,
    hide: async (receiptHandle, seconds) => {
      if (!Number.isInteger(seconds) || seconds < 0 || seconds > TWELVE_HOURS_S)
        throw new Error(`SQS takes 0 to ${TWELVE_HOURS_S} whole seconds, not ${seconds}`)
      hidden.set(receiptHandle, seconds)
    },
  }
}
