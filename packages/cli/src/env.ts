import { parseEnv } from '@chronicle/core'
import * as z from 'zod/mini'

const environment = z.object({ CHRONICLE_API_URL: z.optional(z.url()) })

/** The settings of the `chronicle` command. */
export const readEnvironment = () => parseEnv(environment)
