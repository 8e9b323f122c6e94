import { GetObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { RangeSigner } from '../ports/range-signer.ts'
import type { AwsEndpoint } from './client-settings.ts'
import { s3Client } from './s3-client.ts'

/** Long enough for one range over the slowest line that is waited for. */
const SECONDS = 900

/** Presigned URLs. Range and If-Match are signed with them, and so have to be sent as they are. */
export function createRangeSigner(aws: AwsEndpoint): RangeSigner {
  const client = s3Client(aws)
  return {
    async sign({ bucket, key, versionId, etag }, { start, end }) {
      const headers = { range: `bytes=${start}-${end}`, 'if-match': etag }
      const request = { Bucket: bucket, Key: key, VersionId: versionId, Range: headers.range, IfMatch: etag }
      return { url: await getSignedUrl(client, new GetObjectCommand(request), { expiresIn: SECONDS }), headers }
    },
  }
}
