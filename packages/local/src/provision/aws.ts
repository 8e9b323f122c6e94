import { APIGatewayClient } from '@aws-sdk/client-api-gateway'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { ECSClient } from '@aws-sdk/client-ecs'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { IAMClient } from '@aws-sdk/client-iam'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { names } from './names.ts'

/** The clients that provisioning needs, all of one engine. */
export type Aws = ReturnType<typeof createAws>

export type Credentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

/** What a local engine takes for the account's root. */
const root: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

export function createAws(endpoint: string, { sessionToken, ...keys }: Credentials = root) {
  const credentials = { ...keys, ...(sessionToken !== undefined && { sessionToken }) }
  const settings = { endpoint, region: names.region, credentials }
  return {
    api: new APIGatewayClient(settings),
    logs: new CloudWatchLogsClient(settings),
    dynamodb: new DynamoDBClient(settings),
    ecs: new ECSClient(settings),
    events: new EventBridgeClient(settings),
    iam: new IAMClient(settings),
    lambda: new LambdaClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sqs: new SQSClient(settings),
  }
}

/** Makes something, or finds that it is there already: the errors named are how AWS says so. */
export async function unlessExists(make: () => Promise<unknown>, ...alreadyThere: readonly string[]): Promise<void> {
  try {
    await make()
  } catch (error) {
    if (!(error instanceof Error) || !alreadyThere.includes(error.name)) throw error
  }
}
