import { InvalidEnvironment } from '@chronicle/core'
import { startWork } from './start-work.ts'
import { createStopSwitch } from './stop-switch.ts'
import { BucketRefused } from './upload/try-bucket.ts'

const stopSwitch = createStopSwitch()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopSwitch.stop('STOPPED'))

// Of what the one who started it can mend, the message alone helps; a stack would hide it.
const isMendable = (error: unknown) => error instanceof InvalidEnvironment || error instanceof BucketRefused

process.exitCode = 1
void startWork(stopSwitch).then(
  (exitCode) => {
    process.exitCode = exitCode
  },
  (error) => console.error(isMendable(error) ? error.message : error),
)
