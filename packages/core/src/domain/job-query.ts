import * as z from 'zod/mini'
import { jobViewSchema } from './job-view.ts'
import { jobStatuses } from './status.ts'

/** The query of `GET /jobs`, as it arrives: text. */
export const jobQuerySchema = z.strictObject({
  status: z.optional(z.enum(jobStatuses)),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50),
  cursor: z.optional(z.string().check(z.maxLength(1024))),
})

/** What it answers. */
export const jobPageSchema = z.object({ items: z.array(jobViewSchema), nextCursor: z.optional(z.string()) })
