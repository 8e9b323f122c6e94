import type { SQSRecord } from 'aws-lambda'
import { inTime, timeLeft } from '../time-left.ts'

/** Why a message was not looked at: one before it in its group failed, and order is kept. */
class HeldBack extends Error {
  override readonly name = 'HeldBack'
  constructor(messageId: string) {
    super(`held back: message ${messageId} before it in the group failed`)
  }
}

/** A record is not taken up with less time than this left: what it does would most likely be cut off. */
const TIME_FOR_A_RECORD_MS = 3000

/** Why a message was not looked at: the invocation is about to end. */
class NotTaken extends Error {
  override readonly name = 'NotTaken'
  constructor() {
    super('not taken up: there was no time left')
  }
}

/**
 * Processes the records of a FIFO batch so that the order of each message group holds: within a group one after the other,
 * and after a failure none that follows; the groups side by side. It ends by the time that is left (see time-left.ts): a record
 * that is not done by then has failed, and those that follow are not taken up. Answers a result for every record, in the batch's order, as
 * the partial batch middleware wants it. A batch of a FIFO queue may hold several groups.
 */
export async function inFifoOrder(
  records: readonly SQSRecord[],
  process: (record: SQSRecord) => Promise<void>,
): Promise<PromiseSettledResult<void>[]> {
  const results = new Map<SQSRecord, PromiseSettledResult<void>>()
  const groups = Map.groupBy(records, (record) => record.attributes.MessageGroupId)
  await Promise.all(
    [...groups.values()].map(async (group) => {
      let failed: SQSRecord | undefined
      for (const record of group) {
        const work = failed ? Promise.reject(new HeldBack(failed.messageId)) : take(record, process)
        const [result] = await Promise.allSettled([work])
        results.set(record, result)
        if (result.status === 'rejected') failed ??= record
      }
    }),
  )
  return records.flatMap((record) => results.get(record) ?? [])
}

async function take(record: SQSRecord, process: (record: SQSRecord) => Promise<void>): Promise<void> {
  if (timeLeft() < TIME_FOR_A_RECORD_MS) throw new NotTaken()
  await inTime(() => process(record))
}
