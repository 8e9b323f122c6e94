import { expect, test } from '@jest/globals'
import { logBatches, logEvent } from '../src/ecs/delivery/log-batches.ts'

const events = (count: number, message: string) => Array.from({ length: count }, () => ({ timestamp: 0, message }))

test('no batch has more than 10,000 events', () => {
  expect(logBatches(events(10_001, 'x')).map((batch) => batch.length)).toEqual([10_000, 1])
})

test('no batch is larger than 1 MiB, counted in bytes and with 26 more for each event', () => {
  const perBatch = Math.floor(1_048_576 / (200_000 + 26))
  expect(logBatches(events(perBatch + 1, 'é'.repeat(100_000))).map((batch) => batch.length)).toEqual([perBatch, 1])
})

test('an empty line is no event, and nothing is no batch', () => {
  expect(logEvent('', new Date())).toBeUndefined()
  expect(logBatches([])).toEqual([])
})
