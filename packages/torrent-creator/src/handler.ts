import { type BackfillEvent, backfillEventSchema, withTimeLeft } from '@chronicle/core'
import { eventBundle, isApiEvent } from '@chronicle/core/lambda'
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context, S3Event, S3EventRecord } from 'aws-lambda'
import { createApiHandler } from './api-handler.ts'
import { runBackfill } from './backfill/run-backfill.ts'
import type { Deps } from './deps.ts'
import { eventObject, reasonToSkip } from './event-object.ts'
import { createInvocation, type Invocation } from './invocation.ts'
import { keepTorrent } from './keep-torrent.ts'

/** One function, three ways in, each with a chain of its own. */
export function createHandler(deps: Deps) {
  const events = createEventHandler(deps)
  const backfills = createBackfillHandler(deps)
  const api = createApiHandler(deps)
  function handle(event: S3Event | BackfillEvent, context: Context): Promise<void>
  function handle(event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult>
  function handle(event: S3Event | BackfillEvent | APIGatewayProxyEvent, context: Context): Promise<unknown> {
    if (isApiEvent(event)) return api(event, context)
    return 'backfill' in event ? backfills(event, context) : events(event, context)
  }
  return handle
}

/**
 * Events of S3: objects created, deleted, expired, restored; whichever it is, the same is done. Every record is tried; if any
 * failed the invocation fails, so that Lambda repeats the event, which is harmless for the others.
 */
function createEventHandler(deps: Deps) {
  return eventBundle<S3Event, void>(deps).handler(async ({ Records = [] }: S3Event, context: Context) => {
    const invocation = createInvocation(context, deps.config.mostBytes)
    const results = await Promise.allSettled(Records.map((record) => serve(deps, record, invocation)))
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} of ${Records.length} objects could not be served`)
  })
}

async function serve(deps: Deps, record: S3EventRecord, invocation: Invocation): Promise<void> {
  const object = eventObject(record)
  const reason = reasonToSkip(object, deps.config.bucket)
  if (reason) return deps.log.info('no torrent wanted', { key: object.key, reason })
  await keepTorrent(deps, object, invocation)
}

/** A backfill leaves off this long before its invocation ends: time for the objects that are begun, and to say so. */
const LEAVE_OFF_MS = 30_000
/** Kept of the time for the answer; all calls to AWS together get the rest. */
const RESERVE_MS = 3000

function createBackfillHandler(deps: Deps) {
  return eventBundle<BackfillEvent, void>(deps).handler((event: BackfillEvent, context: Context) => {
    const { jobId } = backfillEventSchema.parse(event).backfill
    const remaining = () => context.getRemainingTimeInMillis()
    return withTimeLeft(
      () => remaining() - RESERVE_MS,
      () => runBackfill(deps, jobId, () => remaining() > LEAVE_OFF_MS),
    )
  })
}
