import { NodeHttpHandler } from '@smithy/node-http-handler'

/** What sends the requests of an SDK client. */
export type RequestHandler = Pick<
  NodeHttpHandler,
  'handle' | 'httpHandlerConfigs' | 'updateHttpClientConfig' | 'destroy'
>

/** Where AWS is: nothing for AWS itself, a URL for an emulator. */
export type AwsEndpoint = {
  readonly endpoint?: string | undefined
  /** Puts something between the clients and the line, over the handler that would be used: to see or to break the calls. */
  readonly requestHandler?: ((ours: NodeHttpHandler) => RequestHandler) | undefined
}

/** The part of it that tests give, and production leaves out. */
export type AwsLine = Pick<AwsEndpoint, 'requestHandler'>

/**
 * What every SDK client of ours is made with. `throwOnRequestTimeout` is what makes the time-out real: without it the SDK only
 * logs a warning and goes on waiting. It ends where an answer begins; should the rest not come, `socketTimeout` notices.
 * Three attempts of at most five seconds stay below the Lambda's thirty.
 */
export function clientSettings({ endpoint, requestHandler = (ours) => ours }: AwsEndpoint, requestTimeout = 5000) {
  const ours = new NodeHttpHandler({
    connectionTimeout: 1000,
    requestTimeout,
    throwOnRequestTimeout: true,
    socketTimeout: requestTimeout,
  })
  return { ...(endpoint !== undefined && { endpoint }), maxAttempts: 3, requestHandler: requestHandler(ours) }
}

/** S3 behind an emulator has no host name per bucket, and may not know the newer default checksums. */
export function s3Settings(aws: AwsEndpoint, requestTimeout?: number) {
  const emulated = { forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' } as const
  return { ...clientSettings(aws, requestTimeout), ...(aws.endpoint !== undefined && emulated) }
}
