import { NodeHttpHandler } from '@smithy/node-http-handler'

/** Where AWS is: nothing for AWS itself, a URL for an emulator. */
export type AwsEndpoint = { readonly endpoint?: string | undefined }

/**
 * What every SDK client of ours is made with. `throwOnRequestTimeout` is what makes the time-out real: without it the SDK only
 * logs a warning and goes on waiting. It ends where an answer begins; should the rest not come, `socketTimeout` notices.
 * Three attempts of at most five seconds stay below the Lambda's thirty.
 */
export function clientSettings({ endpoint }: AwsEndpoint, requestTimeout = 5000) {
  return {
    ...(endpoint !== undefined && { endpoint }),
    maxAttempts: 3,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 1000,
      requestTimeout,
      throwOnRequestTimeout: true,
      socketTimeout: requestTimeout,
    }),
  }
}

/** S3 behind an emulator has no host name per bucket, and may not know the newer default checksums. */
export function s3Settings(aws: AwsEndpoint, requestTimeout?: number) {
  const emulated = { forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' } as const
  return { ...clientSettings(aws, requestTimeout), ...(aws.endpoint !== undefined && emulated) }
}
