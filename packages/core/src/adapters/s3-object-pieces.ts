import { createPiecesOfObjects, type ObjectPieceSources } from '../torrents/object-pieces.ts'
import type { AwsEndpoint } from './client-settings.ts'
import { createObjectParts } from './s3-object-parts.ts'
import { createRangeSigner } from './s3-range-signer.ts'

/** The piece hashes of objects in S3, by part checksums or by streaming. */
export function createObjectPieces({
  aws,
  ...sources
}: Omit<ObjectPieceSources, 'parts' | 'signer'> & { readonly aws: AwsEndpoint }) {
  return createPiecesOfObjects({ ...sources, parts: createObjectParts(aws), signer: createRangeSigner(aws) })
}
