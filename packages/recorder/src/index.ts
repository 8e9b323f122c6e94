import { randomUUID } from 'node:crypto'
import { InvalidEnvironment, parseEnv } from '@chronicle/core'
import { createDeps, createJobDeps } from './deps.ts'
import { environment, handEnvironment, isByHand } from './env.ts'
import { recordByHand } from './record-by-hand.ts'
import { recordJob } from './record-job.ts'
import { createStopSwitch } from './stop-switch.ts'

const stopSwitch = createStopSwitch()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopSwitch.stop('STOPPED'))

void (isByHand() ? byHand() : ofJob())
  .catch((error) => {
    console.error(error instanceof InvalidEnvironment ? error.message : error)
    return 1
  })
  .then((exitCode) => {
    process.exitCode = exitCode
  })

async function byHand() {
  const env = parseEnv(handEnvironment)
  const wanted = { url: env.URL, filename: env.FILENAME, jobId: `hand-${randomUUID().slice(0, 8)}` }
  return recordByHand(createDeps(env), wanted, stopSwitch)
}

async function ofJob() {
  return recordJob(await createJobDeps(parseEnv(environment)), stopSwitch)
}
