import { jobsQueue } from '@chronicle/core'
import { expect, test } from '@jest/globals'
import { functions } from '../src/provision/functions.ts'

test("a message stays hidden for six times the dispatcher's time-out, so it never comes back while it is worked on", () => {
  expect(jobsQueue.visibilitySeconds).toBe(6 * functions['dispatch-to-ecs'].timeout)
})
