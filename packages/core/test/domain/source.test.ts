import { describe, expect, it } from '@jest/globals'
import { parseSource, sourceName, sourceOf } from '../../src/index.ts'

describe('sourceOf', () => {
  it.each([
    ['http://example.com/live', 'example.com:80'],
    ['https://example.com/live', 'example.com:443'],
    ['https://Example.COM.:8443/', 'example.com:8443'],
    ['http://0x7f.1:8080/', '127.0.0.1:8080'],
    ['http://[::1]:8080/', '[::1]:8080'],
    ['https://exämple.com/', 'xn--exmple-cua.com:443'],
  ])('knows the server of %s', (url, name) => {
    expect(sourceName(sourceOf(new URL(url)))).toBe(name)
  })
})

describe('parseSource', () => {
  it.each([
    ['192.168.1.7:8080', '192.168.1.7:8080'],
    ['nas.local:80', 'nas.local:80'],
    ['NAS.local.:443', 'nas.local:443'],
    ['[fd12::1]:8080', '[fd12::1]:8080'],
  ])('reads %s', (text, name) => {
    const source = parseSource(text)
    expect(source && sourceName(source)).toBe(name)
  })

  it.each([
    'nas.local',
    'http://nas.local:80',
    'nas.local:80/live',
    'user@nas.local:80',
    ':80',
    'nas.local:',
    'a b:80',
    '*:99999',
  ])('refuses %s', (text) => {
    expect(parseSource(text)).toBeUndefined()
  })
})
