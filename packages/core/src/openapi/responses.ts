import * as z from 'zod/mini'

/** RFC 9457 problem details, as every error is answered. */
export const problemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  problems: z.optional(z.array(z.string())),
})

export const answer = <Schema extends z.ZodMiniType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
})

export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
})

export const noSuchJob = problem('There is no such job')
