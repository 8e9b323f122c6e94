import { expect, test } from '@jest/globals'
import { createToolLog } from '../../src/tools/tool-log.ts'

test('keeps the last lines, at most 2,048 bytes', () => {
  const log = createToolLog()
  for (let line = 0; line < 1000; line++) log.add(`línea ${line}`)
  expect(log.tail()).toMatch(/línea 999$/)
  expect(Buffer.byteLength(log.tail() ?? '')).toBeLessThanOrEqual(2048)
  expect(log.tail()).not.toContain('�')
})

test('leaves the queries of URLs out', () => {
  const log = createToolLog()
  log.add("Opening 'https://a/live.m3u8?token=secret&x=1' for reading; then http://b/c#secret")
  expect(log.tail()).toBe("Opening 'https://a/live.m3u8?…' for reading; then http://b/c?…")
})

test('has nothing to say where nothing was said', () => {
  expect(createToolLog().tail()).toBeUndefined()
})

test('leaves out a query that stands without its URL, as yt-dlp names what has no name', () => {
  const log = createToolLog()
  log.add('ERROR: [generic] live?token=secret: HTTP Error 403: Forbidden (what now?)')
  expect(log.tail()).toBe('ERROR: [generic] live?… HTTP Error 403: Forbidden (what now?)')
})
