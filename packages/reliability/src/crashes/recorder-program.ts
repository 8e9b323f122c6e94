import { parseEnv } from '@chronicle/core'
import { createJobDeps } from '@chronicle/recorder/deps'
import { environment } from '@chronicle/recorder/env'
import { recordJob } from '@chronicle/recorder/record-job'
import { createStopSwitch } from '@chronicle/recorder/stop-switch'
import * as z from 'zod/mini'
import type { CrashPoint } from './crash-point.ts'
import { die, dyingLine } from './dying-line.ts'

// The recorder as its container starts it, but for the line. Only the first launch dies: what comes after it is to be whole.
const env = parseEnv(z.extend(environment, { CRASH_AT: z.optional(z.string()) }))
const isFirst = env.ATTEMPT === 1 && env.LAUNCH === 1
const point: CrashPoint | undefined = env.CRASH_AT && isFirst ? JSON.parse(env.CRASH_AT) : undefined
const line = dyingLine(point)
const stopSwitch = createStopSwitch()
process.on('SIGTERM', () => stopSwitch.stop('STOPPED'))

process.exitCode = await recordJob(await createJobDeps(env, line), stopSwitch)
if (point?.moment === 'at the end') die()
console.log(JSON.stringify({ message: 'calls made', calls: line.calls }))
