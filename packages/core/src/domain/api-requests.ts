import * as z from 'zod/mini'
import { idempotencyKeySchema } from './idempotency-key.ts'
import { jobIdSchema } from './submission.ts'

/** The path of everything that is about one job. */
export const jobPathSchema = z.object({ jobId: jobIdSchema })

/** The header of `POST /jobs`, by its name in the API's description; in the function all names are in lower case. */
export const submissionHeadersSchema = z.object({ 'Idempotency-Key': z.optional(idempotencyKeySchema) })

/** The query of `DELETE /jobs/{jobId}`: whether the job is only to stop, or to be deleted with all that it made. */
export const removalQuerySchema = z.strictObject({ purge: z.optional(z.enum(['true', 'false'])) })

/** The query of `GET /jobs/{jobId}/recording` and `…/torrent`. */
export const attemptQuerySchema = z.strictObject({
  attempt: z.optional(z.coerce.number().check(z.int(), z.minimum(1))),
})

const MAX_KEY_BYTES = 1024

/** S3's own limit is 1,024 bytes, and the torrent's key has ".torrent" more. */
export const MAX_TORRENT_SOURCE_KEY_BYTES = 1016

/** The key of an object that may have a torrent. */
export const objectKeySchema = z.string().check(
  z.minLength(1),
  z.refine((key) => Buffer.byteLength(key) <= MAX_TORRENT_SOURCE_KEY_BYTES, {
    error: `must have at most ${MAX_TORRENT_SOURCE_KEY_BYTES} bytes, since with ".torrent" it may have 1024`,
  }),
  z.refine((key) => key.isWellFormed(), { error: 'must be whole characters' }),
)

/** The query of `GET /torrents`. */
export const torrentQuerySchema = z.strictObject({ key: objectKeySchema })

/** What keys begin with; empty, it is the whole bucket. */
const prefixSchema = z.string().check(
  z.refine((prefix) => Buffer.byteLength(prefix) <= MAX_KEY_BYTES, {
    error: `must have at most ${MAX_KEY_BYTES} bytes`,
  }),
  z.refine((prefix) => prefix.isWellFormed(), { error: 'must be whole characters' }),
)

/** The body of `POST /torrents`: one object, or all below a prefix. */
export const torrentOrderSchema = z.union(
  [z.strictObject({ key: objectKeySchema }), z.strictObject({ prefix: prefixSchema })],
  'give either `key`, for the torrent of one object, or `prefix`, for those of all objects whose keys begin with it ("" is the whole bucket), and nothing else',
)

/** The body of `POST /dead-letters/redrive`: one job, or all of them, from the cursor of the call before. */
export const redriveRequestSchema = z.strictObject({
  jobId: z.optional(jobIdSchema),
  cursor: z.optional(z.string().check(z.maxLength(1024))),
})
