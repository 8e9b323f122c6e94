import { inTime } from '@chronicle/core'
import type { SQSRecord } from 'aws-lambda'
import { comesBackAfter } from './comes-back-after.ts'
import type { Deps } from './deps.ts'

/**
 * Says when the messages that failed are to come back: those of a group together, by how often its first one has failed, so
 * that their order holds. Where it cannot be said they come back by the queue's own time, sooner but no less surely.
 */
export async function hideFailedMessages(
  { messages, random, log }: Pick<Deps, 'messages' | 'random' | 'log'>,
  records: readonly SQSRecord[],
  results: readonly PromiseSettledResult<void>[],
): Promise<void> {
  const failed = records.filter((_, index) => results[index]?.status === 'rejected')
  const groups = Map.groupBy(failed, ({ attributes }) => attributes.MessageGroupId)
  const hide = async ({ messageId, receiptHandle }: SQSRecord, seconds: number) => {
    try {
      await inTime(() => messages.hide(receiptHandle, seconds))
    } catch (error) {
      log.warn('message not hidden, it comes back by itself', { messageId, seconds, error })
    }
  }
  await Promise.all(
    [...groups.values()].flatMap((group) => {
      const seconds = comesBackAfter(Number(group[0]?.attributes.ApproximateReceiveCount ?? 1), random)
      return group.map((record) => hide(record, seconds))
    }),
  )
}
