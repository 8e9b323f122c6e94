import { randomUUID } from 'node:crypto'
import { parseEnv } from '@chronicle/core'
import { createDeps, createJobDeps } from './deps.ts'
import { environment, handEnvironment, isByHand } from './env.ts'
import { recordByHand } from './record-by-hand.ts'
import { recordJob } from './record-job.ts'
import type { StopSwitch } from './stop-switch.ts'

/** Does what the environment asks for: the recording of a job, or one by hand. Answers the exit code. */
export async function startWork(stopSwitch: StopSwitch): Promise<0 | 1> {
  if (!isByHand()) return recordJob(await createJobDeps(parseEnv(environment)), stopSwitch)
  const env = parseEnv(handEnvironment)
  const wanted = { url: env.URL, filename: env.FILENAME, jobId: `hand-${randomUUID().slice(0, 8)}` }
  return recordByHand(createDeps(env), wanted, stopSwitch)
}
