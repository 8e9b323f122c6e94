import {
  BucketAlreadyExists,
  CreateBucketCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketCorsCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3'
import { type Aws, unlessExists } from './aws.ts'
import { MadeOtherwise } from './made-otherwise.ts'
import { arn, names } from './names.ts'

/** The bucket of recordings: versioned, because a torrent describes one version of its object. */
export async function provisionBucket({ s3 }: Aws): Promise<void> {
  const Bucket = names.bucket
  await unlessExists(() => s3.send(new CreateBucketCommand({ Bucket })).catch(refuseTaken), 'BucketAlreadyOwnedByYou')
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  const rule = {
    AllowedMethods: ['GET', 'HEAD'],
    AllowedOrigins: ['*'],
    AllowedHeaders: ['range'],
    ExposeHeaders: ['content-range', 'etag'],
  }
  await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }))
}

/** A bucket's name is one for all accounts. */
function refuseTaken(error: unknown): never {
  if (!(error instanceof BucketAlreadyExists)) throw error
  const message = `the bucket "${names.bucket}" belongs to another account of this engine`
  throw new MadeOtherwise(message, `delete it there (aws s3 rb --force s3://${names.bucket})`)
}

const objectEvents = [
  's3:LifecycleExpiration:*',
  's3:ObjectCreated:*',
  's3:ObjectRemoved:*',
  's3:ObjectRestore:Completed',
] as const

/** What happens to objects of the bucket is told to the torrent creator; whom else the bucket tells stays as it is. */
export async function provisionNotification({ s3 }: Aws): Promise<void> {
  const Bucket = names.bucket
  const Id = 's3-torrent-creator'
  const ours = { Id, LambdaFunctionArn: arn.function(Id), Events: [...objectEvents] }
  const present = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }))
  const { LambdaFunctionConfigurations = [], QueueConfigurations, TopicConfigurations } = present
  const others = LambdaFunctionConfigurations.filter(
    ({ LambdaFunctionArn }) => LambdaFunctionArn !== ours.LambdaFunctionArn,
  )
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [...others, ours],
        QueueConfigurations,
        TopicConfigurations,
      },
    }),
  )
}
