import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import type { ObjectListing } from '../ports/object-listing.ts'
import { type AwsEndpoint, s3Settings } from './client-settings.ts'

/** Keys in S3. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function createObjectListing(aws: AwsEndpoint): ObjectListing {
  const client = new S3Client(s3Settings(aws))
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
