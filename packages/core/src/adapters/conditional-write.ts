import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'

/** Makes a conditional write; where the condition did not hold, the row as it is (DynamoDB sends it back unmarshalled). */
export async function rowAfterFailedCondition<Answer>(write: () => Promise<Answer>) {
  try {
    return { failed: false as const, answer: await write(), row: undefined }
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    return { failed: true as const, row: error.Item && unmarshall(error.Item) }
  }
}
