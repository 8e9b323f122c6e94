import * as z from 'zod'

/** How completed jobs are seeded on a stack. */
export const seedingSettings = z.strictObject({
  /** Given away this often, or seeded this long, is enough; 0: no limit. */
  ratio: z.number().min(0),
  hours: z.number().min(0),
  /** Where peers connect; 0: any free port, so that several seeders have room on one machine. */
  peerPort: z.int().min(0).max(65_535),
  /** Whether peers are looked for without a tracker, and so out in the world. */
  dht: z.boolean(),
  /** What every torrent of the stack announces to. */
  trackers: z.array(z.string()),
  /** The image that the seeder's task definition names, and so what runs in a container. */
  image: z.string(),
})

export type SeedingSettings = z.output<typeof seedingSettings>
