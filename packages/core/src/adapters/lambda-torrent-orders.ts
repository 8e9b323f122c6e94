import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { TorrentOrders } from '../ports/torrent-orders.ts'
import { type AwsEndpoint, clientSettings } from './client-settings.ts'

/**
 * Orders as S3 tells of an object that was put, so that one path makes all torrents, with Lambda's repeats and a place for
 * what failed in the end. Lambda has taken the event when it answers.
 */
export function createTorrentOrders({
  functionName,
  ...aws
}: { readonly functionName: string } & AwsEndpoint): TorrentOrders {
  const client = new LambdaClient(clientSettings(aws))
  return {
    place: async ({ bucket, key }) => {
      // Form-encoded, as S3 sends it.
      const s3 = { bucket: { name: bucket }, object: { key: encodeURIComponent(key) } }
      const Payload = JSON.stringify({ Records: [{ eventSource: 'chronicle', s3 }] })
      await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload }))
    },
  }
}
