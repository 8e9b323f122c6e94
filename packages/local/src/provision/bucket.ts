import {
  CreateBucketCommand,
  PutBucketCorsCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3'
import { type Aws, unlessExists } from './aws.ts'
import { arn, names } from './names.ts'

/** The bucket of recordings: versioned, because a torrent describes one version of its object. */
export async function provisionBucket({ s3 }: Aws): Promise<void> {
  const Bucket = names.bucket
  await unlessExists(
    () => s3.send(new CreateBucketCommand({ Bucket })),
    'BucketAlreadyOwnedByYou',
    'BucketAlreadyExists',
  )
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  const rule = {
    AllowedMethods: ['GET', 'HEAD'],
    AllowedOrigins: ['*'],
    AllowedHeaders: ['range'],
    ExposeHeaders: ['content-range', 'etag'],
  }
  await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }))
}

/** Every object made in the bucket is told to the torrent creator. */
export async function provisionNotification({ s3 }: Aws): Promise<void> {
  const LambdaFunctionArn = arn.function('s3-torrent-creator')
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: names.bucket,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [{ Id: 's3-torrent-creator', LambdaFunctionArn, Events: ['s3:ObjectCreated:*'] }],
      },
    }),
  )
}
