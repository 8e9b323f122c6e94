import * as z from 'zod/mini'
import { idempotencyKeySchema } from './idempotency-key.ts'
import { jobIdSchema } from './submission.ts'

/** The path of everything that is about one job. */
export const jobPathSchema = z.object({ jobId: jobIdSchema })

/** The header of `POST /jobs`, by its name in the API's description; in the function all names are in lower case. */
export const submissionHeadersSchema = z.object({ 'Idempotency-Key': z.optional(idempotencyKeySchema) })

/** The query of `DELETE /jobs/{jobId}`: whether the job is only to stop, or to be deleted with all that it made. */
export const removalQuerySchema = z.strictObject({ purge: z.optional(z.enum(['true', 'false'])) })

/** The query of `GET /jobs/{jobId}/recording`. */
export const recordingQuerySchema = z.strictObject({
  attempt: z.optional(z.coerce.number().check(z.int(), z.minimum(1))),
})

/** The body of `POST /dead-letters/redrive`: one job, or all of them, from the cursor of the call before. */
export const redriveRequestSchema = z.strictObject({
  jobId: z.optional(jobIdSchema),
  cursor: z.optional(z.string().check(z.maxLength(1024))),
})
