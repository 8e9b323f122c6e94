import * as z from 'zod/mini'

/** The states of a job's seeding, in their order; the last two end it. The job's own status never follows them. */
export const seedingStates = ['LAUNCHING', 'PREPARING', 'SEEDING', 'ENDED', 'FAILED'] as const
export type SeedingState = (typeof seedingStates)[number]

/** The states of a seeding that is still to come, or goes on. */
export const openSeedingStates: readonly SeedingState[] = ['LAUNCHING', 'PREPARING', 'SEEDING']

/** How the torrent of a job's recording is seeded. */
export const seedingSchema = z.object({
  state: z.enum(seedingStates),
  /** When this state began. */
  since: z.iso.datetime(),
  /** Bytes given to peers so far. */
  uploadedBytes: z.optional(z.number().check(z.nonnegative())),
  /** Peers connected when last looked. */
  peers: z.optional(z.int()),
  /** Why it ended: `RATIO`, `TIME` or `STOPPED`. */
  endReason: z.optional(z.string()),
  /** Why it failed; without a code, what it has trouble with while it goes on. */
  errorCode: z.optional(z.string()),
  error: z.optional(z.string()),

  // Which launch of a seeder this is, and of what, while it is not known whether there is a task.
  launch: z.optional(z.int()),
  taskDefinition: z.optional(z.string()),
})
export type Seeding = z.infer<typeof seedingSchema>
