import { createSilentLog } from '@chronicle/core/testing'
import { expect, test } from '@jest/globals'
import { createPatience } from '../../src/upload/patience.ts'

/** Fails the given number of times, then answers. */
function flaky(failures: number) {
  let calls = 0
  return {
    calls: () => calls,
    action: async () => {
      if (calls++ < failures) throw new Error('503 Slow Down')
      return 'stored'
    },
  }
}

test('waits for S3 for as long as the recording goes on', async () => {
  expect(await createPatience(createSilentLog(), 0).keepTrying(flaky(100).action)).toBe('stored')
})

test('gives up after six tries once the recording is over', async () => {
  const patience = createPatience(createSilentLog(), 0)
  const { action, calls } = flaky(100)
  patience.runShort()
  await expect(patience.keepTrying(action)).rejects.toThrow('503 Slow Down')
  expect(calls()).toBe(6)
})

test('does not repeat what no repeat will cure', async () => {
  const { action, calls } = flaky(100)
  await expect(createPatience(createSilentLog(), 0).keepTrying(action, () => true)).rejects.toThrow()
  expect(calls()).toBe(1)
})
