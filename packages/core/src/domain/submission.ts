import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { InvalidRequest } from './errors.ts'
import { plainMessages } from './plain-messages.ts'
import { startTimeProblem, utcTime } from './start-time.ts'
import { streamUrlProblem } from './url.ts'

export const jobIdSchema = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "-"'))

/**
 * Half a surrogate pair is no character, and DynamoDB does not take it. U+FFFD is what is put in the place of bytes that could
 * not be read: API Gateway does it to bodies that are not UTF-8.
 */
const readable = z.refine<string>(
  (text) => text.isWellFormed() && !text.includes('\uFFFD'),
  'holds a character that cannot be read; send the request in UTF-8',
)

const streamUrl = z.string().check(
  readable,
  z.check((context) => {
    const problem = streamUrlProblem(context.value)
    if (problem) context.issues.push({ code: 'custom', input: context.value, message: problem })
  }),
)

const startTime = z.string().check(
  z.check((context) => {
    const problem = startTimeProblem(context.value)
    if (problem) context.issues.push({ code: 'custom', input: context.value, message: problem })
  }),
)

/** What someone asks to be recorded, whichever way it comes in. */
export const submissionSchema = z.strictObject({
  url: streamUrl,
  jobId: z.optional(jobIdSchema),
  filename: z.optional(z.string().check(z.minLength(1), z.maxLength(255), readable)),
  maxDurationSeconds: z.optional(z.int().check(z.minimum(1), z.maximum(7 * 86_400))),
  /** Not to be launched before this time: ISO 8601 with its distance from UTC, within a year. */
  startAt: z.optional(startTime),
})

/** A queue message may also name the object key, as the original's messages did. */
export const messageSchema = z.extend(submissionSchema, {
  s3Key: z.optional(z.string().check(z.maxLength(1024), readable)),
})

export type Submission = z.infer<typeof messageSchema>

/** Our own bell: look at this job. */
export const bellSchema = z.strictObject({ jobId: jobIdSchema })

/** The job that a message names, whatever else is wrong with it; undefined where it names none. */
export function namedJob(body: string): string | undefined {
  try {
    const { jobId } = JSON.parse(body)
    const named = bellSchema.safeParse({ jobId })
    return named.success ? named.data.jobId : undefined
  } catch {
    return undefined // not JSON, or null: it names none
  }
}

/** The names of unknown fields are repeated in a problem, and may be as long as the body. */
const MAX_PROBLEM_LENGTH = 300

/** Reads a request by its schema. Throws InvalidRequest that names every field that is wrong. */
export function parseRequest<Schema extends z.ZodMiniType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = z.safeParse(schema, input, plainMessages)
  if (result.success) return result.data
  throw new InvalidRequest(
    result.error.issues.map(({ path, message }) =>
      // Cut, it may end with half a surrogate pair.
      `${path.join('.') || 'body'}: ${message}`.slice(0, MAX_PROBLEM_LENGTH).toWellFormed(),
    ),
  )
}

/** The same for the same request: a job's id may be used again only with it. */
export function requestHash(submission: Submission): string {
  const { url, filename, maxDurationSeconds, s3Key, startAt } = submission
  // Last, and only where it is given: the hashes of rows from before there was one still hold.
  const start = startAt === undefined ? [] : [utcTime(startAt)]
  return createHash('sha256')
    .update(JSON.stringify([url, filename, maxDurationSeconds, s3Key, ...start]))
    .digest('hex')
}
