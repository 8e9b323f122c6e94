import { once } from 'node:events'
import { parseEnv } from '@chronicle/core'
import { createJobDeps } from '@chronicle/recorder/deps'
import { environment } from '@chronicle/recorder/env'
import { recordJob } from '@chronicle/recorder/record-job'
import { createStopSwitch } from '@chronicle/recorder/stop-switch'
import * as z from 'zod/mini'
import { type Call, callAround } from '../line/call-around.ts'
import { label } from '../line/call-name.ts'
import type { CrashPoint } from './crash-point.ts'
import { die, dying } from './dying.ts'
import { meet } from './meet.ts'

// The recorder as its container starts it, but for the line. Only the first launch dies, or is cut off: what comes after it is whole.
const env = parseEnv(
  z.extend(environment, {
    /** A point where it dies, as JSON. */
    CRASH_AT: z.optional(z.string()),
    /** An operation that is not answered from so many calls of it on, until the task is asked to stop. */
    STUCK_AT: z.optional(z.string()),
    STUCK_FROM: z._default(z.coerce.number(), 1),
    /** A folder by which the tasks of a launch find each other before they pass the fence. */
    MEET_IN: z.optional(z.string()),
  }),
)
const isFirst = env.ATTEMPT === 1 && env.LAUNCH === 1
const point: CrashPoint | undefined = env.CRASH_AT && isFirst ? JSON.parse(env.CRASH_AT) : undefined
const stop = once(process, 'SIGTERM')
const stopSwitch = createStopSwitch()
void stop.then(() => stopSwitch.stop('STOPPED'))

const around = dying(point)
const isFence = (call: Call) => label(call) === 'dynamodb UpdateItem' && call.nth === 1
const line = callAround(async (call, send, request) => {
  if (isFirst && env.MEET_IN && isFence(call)) await meet(env.MEET_IN)
  if (isFirst && label(call) === env.STUCK_AT && call.nth >= env.STUCK_FROM) await stop
  return around(call, send, request)
})
process.exitCode = await recordJob(await createJobDeps(env, line), stopSwitch)
if (point?.moment === 'at the end') die()
console.log(JSON.stringify({ message: 'calls made', calls: line.calls }))
