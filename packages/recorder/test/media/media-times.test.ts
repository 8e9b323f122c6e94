import { expect, test } from '@jest/globals'
import { CLOCK_ROUND, createMediaTimes } from '../../src/media/media-times.ts'

const timesIn = (...chunks: readonly Uint8Array[]) => {
  const times: number[] = []
  const read = createMediaTimes((seconds) => times.push(seconds))
  for (const chunk of chunks) read(chunk)
  return times
}

/** A packet as ffmpeg writes it: `head` after the sync byte, then what it carries. */
const packet = (head: readonly number[], content: readonly number[] = []) => {
  const bytes = Buffer.alloc(188, 0xff)
  bytes.set([0x47, ...head, ...content])
  return bytes
}
const BEGINS = [0x41, 0x00, 0x10]
/** 33 bits of a 90 kHz clock, with the markers between them. */
const timestamp = (kind: number, seconds: number) => {
  const ticks = BigInt(Math.round(seconds * 90_000))
  const bits = (from: bigint, count: bigint) => Number((ticks >> from) & ((1n << count) - 1n))
  return [
    (kind << 4) | (bits(30n, 3n) << 1) | 1,
    bits(22n, 8n),
    (bits(15n, 7n) << 1) | 1,
    bits(7n, 8n),
    (bits(0n, 7n) << 1) | 1,
  ]
}
const shownAt = (seconds: number) => [0, 0, 1, 0xc0, 0, 0, 0x80, 0x80, 5, ...timestamp(2, seconds)]
const shownAndDecodedAt = (shown: number, decoded: number) => [
  ...[0, 0, 1, 0xe0, 0, 0, 0x80, 0xc0, 10],
  ...[...timestamp(3, shown), ...timestamp(1, decoded)],
]

test.each([0, 1.5, 26_843.5, 95_443.7])('reads when a sound is due: %p s', (seconds) => {
  expect(timesIn(packet(BEGINS, shownAt(seconds)))).toEqual([expect.closeTo(seconds, 4)])
  expect(seconds).toBeLessThan(CLOCK_ROUND)
})

test('reads when a picture is decoded, where it is shown at another time', () => {
  expect(timesIn(packet(BEGINS, shownAndDecodedAt(7.2, 7)))).toEqual([7])
})

test('finds it behind what a packet says of itself', () => {
  expect(timesIn(packet([0x41, 0x00, 0x30, 7, 0x50, 0, 0, 0, 0, 0, 0], shownAt(3)))).toEqual([3])
})

test.each([
  ['goes on with what began before', packet([0x01, 0x00, 0x10], shownAt(3))],
  ['carries nothing', packet([0x41, 0x00, 0x20, 183])],
  ['carries a table', packet(BEGINS, [0, 0, 0xb0, 0x0d])],
  ['carries something without a time', packet(BEGINS, [0, 0, 1, 0xe0, 0, 0, 0x80, 0x00, 0])],
  ['is none', Buffer.alloc(188, 1)],
])('has no time for a packet that %s', (_, bytes) => {
  expect(timesIn(bytes)).toEqual([])
})

test('is the same however the bytes come', () => {
  const bytes = Buffer.concat([1, 2, 3].map((seconds) => packet(BEGINS, shownAt(seconds))))
  expect(timesIn(bytes)).toEqual([1, 2, 3])
  expect(timesIn(...Array.from(bytes, (byte) => Buffer.from([byte])))).toEqual([1, 2, 3])
  expect(timesIn(bytes.subarray(0, 200), bytes.subarray(200, 375), bytes.subarray(375))).toEqual([1, 2, 3])
})
