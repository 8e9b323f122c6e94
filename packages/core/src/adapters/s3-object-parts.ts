import { GetObjectAttributesCommand } from '@aws-sdk/client-s3'
import type { ObjectParts } from '../ports/object-parts.ts'
import type { AwsEndpoint } from './client-settings.ts'
import { s3Client } from './s3-client.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
export function createObjectParts(aws: AwsEndpoint): ObjectParts {
  const client = s3Client(aws)
  return {
    async page({ bucket, key, versionId }, after) {
      const { ETag, ObjectSize, Checksum, ObjectParts } = await client.send(
        new GetObjectAttributesCommand({
          ...{ Bucket: bucket, Key: key, VersionId: versionId },
          ObjectAttributes: ['ETag', 'Checksum', 'ObjectParts', 'ObjectSize'],
          MaxParts: 1000,
          PartNumberMarker: String(after),
        }),
      )
      return {
        // There it stands without the quotation marks that it has everywhere else.
        etag: `"${(ETag ?? '').replaceAll('"', '')}"`,
        size: ObjectSize ?? 0,
        count: ObjectParts?.TotalPartsCount,
        sha1: Checksum?.ChecksumSHA1,
        checksumType: Checksum?.ChecksumType,
        parts: (ObjectParts?.Parts ?? []).map(({ PartNumber = 0, Size = 0, ChecksumSHA1 }) => ({
          number: PartNumber,
          size: Size,
          sha1: ChecksumSHA1,
        })),
      }
    },
  }
}
