import { eventBundle } from '@chronicle/core/lambda'
import type { Context, S3Event, S3EventRecord } from 'aws-lambda'
import { createTorrent } from './create-torrent.ts'
import { deadlineOf } from './deadline.ts'
import type { Deps } from './deps.ts'
import { eventObject, reasonToSkip } from './event-object.ts'

/**
 * S3 `ObjectCreated` events. Every record is tried; if any failed the invocation fails, so that Lambda repeats the event,
 * which is harmless for the others.
 */
export function createHandler(deps: Deps) {
  return eventBundle<S3Event, void>(deps).handler(async ({ Records = [] }: S3Event, context: Context) => {
    const deadline = deadlineOf(context)
    const results = await Promise.allSettled(Records.map((record) => serve(deps, record, deadline)))
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} of ${Records.length} objects got no torrent`)
  })
}

async function serve(deps: Deps, record: S3EventRecord, deadline: AbortSignal): Promise<void> {
  const object = eventObject(record)
  const reason = reasonToSkip(object, deps.config.bucket)
  if (reason) return deps.log.info('no torrent wanted', { key: object.key, reason })
  await createTorrent(deps, object, deadline)
}
