import middy from '@middy/core'
import type { BundleOptions } from './api-bundle.ts'

/** The middlewares of a handler whose caller is AWS or a direct invoke: metrics, and errors logged once before they go on. */
export function eventBundle<Event, Result>({ log, metrics }: BundleOptions) {
  return middy<Event, Result>()
    .use(metrics.middleware())
    .use({ onError: ({ error }) => log.error('invocation failed', { error }) })
}
