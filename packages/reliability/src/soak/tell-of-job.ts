import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { jobSchema } from '@chronicle/core'
import { type Aws, names } from '@chronicle/local'
import * as z from 'zod/mini'

const functions = ['dispatch-to-ecs', 'job-lifecycle']

type Line = { readonly at: string; readonly text: string }

/** What happened to a job, line by line in the order of time: the events of its row, and what the functions logged of it. */
export async function tellOfJob(aws: Aws, jobId: string): Promise<readonly string[]> {
  const lines = await Promise.all([eventsOf(aws, jobId), ...functions.map((name) => logOf(aws, name, jobId))])
  return lines
    .flat()
    .sort((a, b) => a.at.localeCompare(b.at))
    .map(({ at, text }) => `${at.slice(11, 19)} ${text}`)
}

const eventsSchema = z.pick(jobSchema, { events: true })

async function eventsOf({ dynamodb }: Aws, jobId: string): Promise<readonly Line[]> {
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: names.table, Key: { jobId: { S: jobId } } }))
  const { events } = Item ? z.parse(eventsSchema, unmarshall(Item)) : { events: [] }
  return events.map(({ at, status, attempt, reason }) => ({
    at,
    text: `row: ${status}, attempt ${attempt}${reason === undefined ? '' : ` (${reason})`}`,
  }))
}

async function logOf({ logs }: Aws, name: string, jobId: string): Promise<readonly Line[]> {
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, filterPattern: `"${jobId}"` }),
  )
  // The filter finds "job-1" in "job-10", too.
  return events.flatMap(({ message = '' }) => (message.includes(`"${jobId}"`) ? readLine(name, message) : []))
}

const lineSchema = z.looseObject({
  timestamp: z.string(),
  message: z.string(),
  error: z.optional(z.looseObject({ name: z.string(), message: z.string() })),
})

function readLine(name: string, line: string): Line {
  const {
    timestamp: at,
    message,
    error,
    level: _,
    service: __,
    sampling_rate: ___,
    ...fields
  } = z.parse(lineSchema, JSON.parse(line))
  const why = error && `${error.name}: ${error.message}`
  return { at, text: `${name}: ${message} ${JSON.stringify({ ...fields, ...(why && { why }) })}` }
}
