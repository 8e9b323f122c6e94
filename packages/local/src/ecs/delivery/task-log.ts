import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  type InputLogEvent,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs'
import { logBatches, logEvent } from './log-batches.ts'
import type { LogDestination } from './log-destination.ts'

const FLUSH_MS = 500

export interface TaskLog {
  write(line: string): void
  /** Sends what is left and closes the file. */
  close(): Promise<void>
}

/**
 * Opens a task's log: a file, and a CloudWatch Logs stream where the container has one.
 * @throws when the stream cannot be made, as ECS then fails the task: its log group must exist
 * @param onLost told when lines did not reach CloudWatch Logs; the file has them
 */
export async function openTaskLog(
  client: CloudWatchLogsClient,
  file: string,
  destination: LogDestination | undefined,
  onLost: (problem: string) => void,
): Promise<TaskLog> {
  if (destination) await createStream(client, destination)
  const copy = createWriteStream(file, { flags: 'a' })
  let waiting: InputLogEvent[] = []
  let sending: Promise<void> = Promise.resolve()

  function flush() {
    const events = waiting
    waiting = []
    if (destination && events.length > 0) {
      sending = sending.then(() => send(client, destination, events)).catch((error: unknown) => onLost(String(error)))
    }
    return sending
  }
  const timer = setInterval(flush, FLUSH_MS)
  return {
    write(line) {
      copy.write(`${line}\n`)
      const event = logEvent(line, new Date())
      if (event) waiting.push(event)
    },
    async close() {
      clearInterval(timer)
      copy.end()
      await Promise.all([flush(), finished(copy)])
    },
  }
}

async function createStream(client: CloudWatchLogsClient, { group, stream, createGroup }: LogDestination) {
  if (createGroup) {
    await client.send(new CreateLogGroupCommand({ logGroupName: group })).catch((error: unknown) => {
      if (!(error instanceof ResourceAlreadyExistsException)) throw error
    })
  }
  await client.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream }))
}

async function send(client: CloudWatchLogsClient, { group, stream }: LogDestination, events: InputLogEvent[]) {
  for (const logEvents of logBatches(events)) {
    await client.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents }))
  }
}
