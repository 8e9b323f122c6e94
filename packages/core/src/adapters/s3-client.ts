import { S3Client } from '@aws-sdk/client-s3'
import { type AwsEndpoint, s3Settings } from './client-settings.ts'

const clients = new WeakMap<AwsEndpoint, S3Client>()

/**
 * One for each line to S3, however many adapters are given that very object: a client costs time to make, and has connections of
 * its own.
 */
export function s3Client(aws: AwsEndpoint): S3Client {
  const client = clients.get(aws) ?? new S3Client(s3Settings(aws))
  clients.set(aws, client)
  return client
}
