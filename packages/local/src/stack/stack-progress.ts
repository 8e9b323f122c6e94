import * as z from 'zod'

/** What a starting stack says, each with the seconds since its start. */
export const stackProgress = z.object({
  step: z.enum(['front door open', 'engine ready', 'provisioned']),
  seconds: z.number(),
})

export type StackProgress = z.output<typeof stackProgress>
