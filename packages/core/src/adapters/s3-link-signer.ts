import { GetObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { LinkSigner } from '../ports/link-signer.ts'
import type { AwsEndpoint } from './client-settings.ts'
import { s3Client } from './s3-client.ts'

/** Presigned URLs: whoever has one may do what the signer may, with this object alone, and no longer than its credentials live. */
export function createLinkSigner(aws: AwsEndpoint): LinkSigner {
  const client = s3Client(aws)
  return {
    sign: ({ bucket, key, versionId }, { filename, seconds }) => {
      // RFC 6266, RFC 8187: the plain form cannot say every name.
      const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(filename).replace(/['()*]/g, percentEncoded)}`
      const request = { Bucket: bucket, Key: key, VersionId: versionId, ResponseContentDisposition: disposition }
      return getSignedUrl(client, new GetObjectCommand(request), { expiresIn: seconds })
    },
  }
}

const percentEncoded = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
