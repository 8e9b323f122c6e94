import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { ObjectListing } from '../ports/object-listing.ts'
import type { AwsEndpoint } from './client-settings.ts'
import { s3Client } from './s3-client.ts'

/** Keys in S3. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function createObjectListing(aws: AwsEndpoint): ObjectListing {
  const client = s3Client(aws)
  return {
    page: async (bucket, prefix, after) => {
      const { Contents = [], IsTruncated } = await client.send(
        new ListObjectsV2Command({
          ...{ Bucket: bucket, Prefix: prefix, StartAfter: after || undefined },
          // The answer is XML, which has no way to say some characters that a key may have.
          EncodingType: 'url',
        }),
      )
      // Taken for the end, whatever comes after would never be listed.
      if (IsTruncated === undefined) throw new Error(`S3 answered no list of "${prefix}" after "${after}"`)
      return { keys: Contents.flatMap(({ Key }) => (Key === undefined ? [] : decode(Key))), isLast: !IsTruncated }
    },
  }
}

/** Form-encoded: a plus is a space. */
const decode = (key: string) => decodeURIComponent(key.replaceAll('+', ' '))
