import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { BackfillEvent } from '../domain/backfill.ts'
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
  const invoke = async (event: object) => {
    const Payload = JSON.stringify(event)
    await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload }))
  }
  return {
    place: ({ bucket, key }) => {
      // Form-encoded, as S3 sends it.
      const s3 = { bucket: { name: bucket }, object: { key: encodeURIComponent(key) } }
      return invoke({ Records: [{ eventSource: 'chronicle', s3 }] })
    },
    goOn: (jobId) => invoke({ backfill: { jobId } } satisfies BackfillEvent),
  }
}
