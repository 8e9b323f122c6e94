import { DeleteObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3'
import type { ObjectVersion, ObjectVersions } from '../ports/object-versions.ts'
import type { AwsEndpoint } from './client-settings.ts'
import { s3Client } from './s3-client.ts'

/** Versions of objects in S3. */
export function createObjectVersions(aws: AwsEndpoint): ObjectVersions {
  const client = s3Client(aws)
  return {
    list: (bucket, prefix) => list(client, bucket, prefix),
    remove: async ({ bucket, key, versionId }) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }))
    },
  }
}

/** The SDK has no paginator for this call. */
async function* list(client: S3Client, bucket: string, prefix: string): AsyncGenerator<ObjectVersion> {
  let position: { readonly KeyMarker?: string | undefined; readonly VersionIdMarker?: string | undefined } = {}
  for (;;) {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...position }))
    for (const { Key, VersionId } of page.Versions ?? [])
      if (Key !== undefined && VersionId !== undefined) yield { bucket, key: Key, versionId: VersionId }
    if (!page.IsTruncated) return
    position = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
  }
}
