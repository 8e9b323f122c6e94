import * as z from 'zod'
import { stackProgress } from './stack-progress.ts'
import { stackSettings } from './stack-settings.ts'

/** The one line that a parent writes to a stack process. */
export const stackOrder = z.strictObject({ settings: stackSettings, detached: z.boolean() })
export type StackOrder = z.output<typeof stackOrder>

const address = z.object({ pid: z.int(), port: z.int(), url: z.string(), privateSources: z.array(z.string()) })

/** The lines that a stack process writes to its parent. The last is one of the latter three. */
export const stackMessage = z.discriminatedUnion('event', [
  z.object({ event: z.literal('progress'), progress: stackProgress }),
  z.object({ event: z.literal('ready'), address }),
  z.object({ event: z.literal('already running'), address }),
  z.object({ event: z.literal('failed'), message: z.string(), portInUse: z.int().optional() }),
])
export type StackMessage = z.output<typeof stackMessage>
