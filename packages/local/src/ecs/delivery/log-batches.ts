import type { InputLogEvent } from '@aws-sdk/client-cloudwatch-logs'

// PutLogEvents: at most 10,000 events and 1,048,576 bytes, each event counted with 26 bytes more than its text.
const BATCH_EVENTS = 10_000
const BATCH_BYTES = 1_048_576
const EVENT_OVERHEAD = 26
// Of one event; what is longer is cut rather than refused with its whole batch.
const EVENT_CHARACTERS = 200_000

/** Splits events into batches that PutLogEvents takes. Order is kept. */
export function logBatches(events: readonly InputLogEvent[]): InputLogEvent[][] {
  const batches: InputLogEvent[][] = []
  let batch: InputLogEvent[] = []
  let bytes = 0
  for (const event of events) {
    const size = Buffer.byteLength(event.message ?? '') + EVENT_OVERHEAD
    if (batch.length === BATCH_EVENTS || (batch.length > 0 && bytes + size > BATCH_BYTES)) {
      batches.push(batch)
      batch = []
      bytes = 0
    }
    batch.push(event)
    bytes += size
  }
  return batch.length > 0 ? [...batches, batch] : batches
}

/** A line as an event, or undefined for an empty one: PutLogEvents refuses messages without a character. */
export function logEvent(line: string, time: Date): InputLogEvent | undefined {
  return line ? { timestamp: time.getTime(), message: line.slice(0, EVENT_CHARACTERS) } : undefined
}
