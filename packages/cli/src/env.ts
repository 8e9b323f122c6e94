import { parseEnv } from '@chronicle/core'
import * as z from 'zod/mini'

const environment = z.object({
  /** URL of the API, the part before `/jobs`. */
  CHRONICLE_API_URL: z.optional(z.url()),
  /** Key for the API, where it was deployed to ask for one. */
  CHRONICLE_API_KEY: z.optional(z.string()),
  /** Folder in which the local stack keeps its jobs and recordings, instead of `.chronicle/stack` of the clone. */
  CHRONICLE_STATE: z.optional(z.string()),
})

/** The settings of the `chronicle` command. */
export const readEnvironment = () => parseEnv(environment)
