import type { RequestHandler } from '@chronicle/core/aws'

export type HttpRequest = Parameters<RequestHandler['handle']>[0]

/** Which operation of which service a request asks for, as AWS names both. */
export type CallName = { readonly service: string; readonly operation: string }

/** `dynamodb UpdateItem` */
export const label = ({ service, operation }: CallName) => `${service} ${operation}`

/** Services that name the operation in a header, by what stands before it there. */
const targets: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'dynamodb',
  AmazonEC2ContainerServiceV20141113: 'ecs',
  AmazonSQS: 'sqs',
}

/** Reads the operation off a request. Throws for one that is not known here: a call that nobody can break proves nothing. */
export function callName(request: HttpRequest): CallName {
  const target = request.headers['x-amz-target']
  if (target === undefined) return { service: 's3', operation: s3Operation(request) }
  const [prefix = '', operation = ''] = target.split('.')
  const service = targets[prefix]
  if (service === undefined) throw new Error(`"${target}" is of a service that call-name.ts does not know`)
  return { service, operation }
}

/** S3 has no names on the line: method and query tell the operation. https://docs.aws.amazon.com/AmazonS3/latest/API */
function s3Operation({ method, path, query }: HttpRequest): string {
  const found = s3Operations.find(
    ([, verb, parameter]) => verb === method && (parameter === undefined || parameter in query),
  )
  if (!found) throw new Error(`"${method} ${path}" is an operation of S3 that call-name.ts does not know`)
  return found[0]
}

// In order: the first that fits, so those with a parameter come before those without.
const s3Operations: readonly (readonly [operation: string, method: string, parameter?: string])[] = [
  ['UploadPart', 'PUT', 'partNumber'],
  ['PutObject', 'PUT'],
  ['ListParts', 'GET', 'uploadId'],
  ['ListMultipartUploads', 'GET', 'uploads'],
  ['ListObjectVersions', 'GET', 'versions'],
  ['ListObjectsV2', 'GET', 'list-type'],
  ['GetObjectAttributes', 'GET', 'attributes'],
  ['GetObject', 'GET'],
  ['HeadObject', 'HEAD'],
  ['CreateMultipartUpload', 'POST', 'uploads'],
  ['CompleteMultipartUpload', 'POST', 'uploadId'],
  ['DeleteObjects', 'POST', 'delete'],
  ['AbortMultipartUpload', 'DELETE', 'uploadId'],
  ['DeleteObject', 'DELETE'],
]
