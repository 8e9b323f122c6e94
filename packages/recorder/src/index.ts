import { parseEnv } from '@chronicle/core'
import { createDeps } from './deps.ts'
import { environment } from './env.ts'
import { recordJob } from './record-job.ts'
import { createStopSwitch } from './stop-switch.ts'

const stopSwitch = createStopSwitch()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopSwitch.stop('STOPPED'))

void createDeps(parseEnv(environment))
  .then((deps) => recordJob(deps, stopSwitch))
  .then((exitCode) => {
    process.exitCode = exitCode
  })
