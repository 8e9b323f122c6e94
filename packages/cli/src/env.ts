import { parseEnv } from '@chronicle/core'
import * as z from 'zod/mini'

const environment = z.object({
  /** URL of the API, the part before `/jobs`. */
  CHRONICLE_API_URL: z.optional(z.url()),
  /** Key for the API, where it was deployed to ask for one. */
  CHRONICLE_API_KEY: z.optional(z.string()),
  /** Folder in which the local stack keeps its jobs and recordings, instead of `.chronicle/stack` of the clone. */
  CHRONICLE_STATE: z.optional(z.string()),
  // The AWS tools' own, for an engine that is provisioned.
  AWS_ENDPOINT_URL: z.optional(z.url()),
  AWS_ACCESS_KEY_ID: z.optional(z.string()),
  AWS_SECRET_ACCESS_KEY: z.optional(z.string()),
  AWS_SESSION_TOKEN: z.optional(z.string()),
  AWS_REGION: z.optional(z.string()),
  AWS_DEFAULT_REGION: z.optional(z.string()),
})
export type Environment = z.infer<typeof environment>

/** The settings of the `chronicle` command. */
export const readEnvironment = () => parseEnv(environment)

/** Where a local AWS engine answers, without a slash at its end. */
export const engineEndpoint = ({ AWS_ENDPOINT_URL = 'http://localhost:4566' }: Environment) =>
  AWS_ENDPOINT_URL.replace(/\/+$/, '')
