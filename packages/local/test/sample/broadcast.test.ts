import { expect, test } from '@jest/globals'
import { broadcastAt } from '../../src/sample/broadcast.ts'

const stream = { segments: [2, 2, 2, 1], windowSegments: 2, mode: 'ends' } as const

test('shows the first segment at the beginning, and no end', () => {
  const { available, playlist } = broadcastAt(0, stream)
  expect(available).toEqual([0])
  expect(playlist).toContain('segment-0.ts')
  expect(playlist).not.toContain('#EXT-X-ENDLIST')
})

test('lets early segments go when newer ones come out', () => {
  const { available, playlist } = broadcastAt(4.1, stream)
  expect(available).toEqual([1, 2])
  expect(playlist).toContain('#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:2.000000,\nsegment-1.ts')
})

test('ends when the last segment is over', () => {
  expect(broadcastAt(6.9, stream).playlist).not.toContain('#EXT-X-ENDLIST')
  expect(broadcastAt(7, stream).playlist).toMatch(/#EXTINF:1.000000,\nsegment-3.ts\n#EXT-X-ENDLIST\n$/)
})

test('ends at once without a segment', () => {
  const { available, playlist } = broadcastAt(0, { ...stream, mode: 'ends-at-once' })
  expect(available).toEqual([])
  expect(playlist).toMatch(/#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-ENDLIST\n$/)
})

test('falls silent with its last playlist left standing', () => {
  const { playlist } = broadcastAt(60, { ...stream, mode: 'falls-silent' })
  expect(playlist).toContain('segment-3.ts')
  expect(playlist).not.toContain('#EXT-X-ENDLIST')
})

test('lists two segments in its middle that cannot be had', () => {
  const { available, playlist } = broadcastAt(5, { ...stream, windowSegments: 4, mode: 'loses-segments' })
  expect(available).toEqual([0])
  expect(playlist).toContain('segment-1.ts')
  expect(playlist).toContain('segment-2.ts')
})

test('disappears when its playlist is taken down', () => {
  expect(broadcastAt(60, { ...stream, mode: 'disappears' }).playlist).toBeUndefined()
})
