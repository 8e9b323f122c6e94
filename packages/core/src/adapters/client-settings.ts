import type { NodeHttpHandler } from '@smithy/node-http-handler'
import { TimedHttpHandler } from './timed-http-handler.ts'

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
 * What every SDK client of ours is made with: three attempts of at most five seconds and one to connect. In a Lambda all calls
 * of an invocation share what it has left, see time-left.ts.
 */
export function clientSettings({ endpoint, requestHandler = (ours) => ours }: AwsEndpoint, requestTimeout = 5000) {
  const ours = new TimedHttpHandler({ connection: 1000, request: requestTimeout })
  return { ...(endpoint !== undefined && { endpoint }), maxAttempts: 3, requestHandler: requestHandler(ours) }
}

/** S3 behind an emulator has no host name per bucket, and may not know the newer default checksums. */
export function s3Settings(aws: AwsEndpoint, requestTimeout?: number) {
  const emulated = { forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' } as const
  return { ...clientSettings(aws, requestTimeout), ...(aws.endpoint !== undefined && emulated) }
}
