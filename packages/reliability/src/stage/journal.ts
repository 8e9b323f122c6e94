import type { APIGatewayProxyEvent, S3Event, SQSRecord } from 'aws-lambda'
import type { TaskEvent } from './task-events.ts'

/** A message that was handed to the dispatcher, and whether it said that it was done with it. */
export type Delivery = { readonly record: SQSRecord; readonly done: boolean }

/** What happened in a world, as far as a judge needs it, or somebody who does all of it again. */
export type Journal = {
  /** Jobs of which a caller was told that they are accepted, or whose message SQS took. */
  readonly accepted: Set<string>
  readonly posts: APIGatewayProxyEvent[]
  readonly invokes: { readonly payload: unknown; readonly requestId: string }[]
  /** Of these two, the ones that were answered by an error or not at all. */
  readonly refused: Set<object>
  readonly deliveries: Delivery[]
  readonly heard: TaskEvent[]
  /** Objects that were put into the bucket, whoever's they are. */
  readonly keys: Set<string>
  readonly objects: S3Event[]
  /** Of these, the ones of which the torrent creator has been told. */
  readonly told: Set<S3Event>
  /** The ids of backfills that the torrent creator was asked for. */
  readonly backfills: string[]
  /** What an invocation did that none may. */
  readonly offences: string[]
}

export const newJournal = (): Journal => ({
  accepted: new Set(),
  posts: [],
  invokes: [],
  refused: new Set(),
  deliveries: [],
  heard: [],
  keys: new Set(),
  objects: [],
  told: new Set(),
  backfills: [],
  offences: [],
})
