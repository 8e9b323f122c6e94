import { describe, expect, test } from '@jest/globals'
import { refusalOf } from '../src/front-door/caller-policy.ts'

const refused = (headers: Parameters<typeof refusalOf>[0]) => refusalOf(headers, 4566)

describe('the Host header', () => {
  test.each(['localhost:4566', '127.0.0.1:4566', '[::1]:4566', 'bucket.s3.localhost:4566', 'LOCALHOST:4566'])(
    'lets in %s',
    (host) => expect(refused({ host })).toBeUndefined(),
  )

  test.each([
    'example.com',
    'example.com:4566',
    'localhost.example.com:4566',
    'notlocalhost:4566',
    'localhost',
    'localhost:4567',
    '192.168.1.5:4566',
    'user@localhost:4566',
    'localhost:4566/path',
    '',
  ])('refuses %j', (host) => expect(refused({ host })).toContain(JSON.stringify(host)))

  test('may not be missing', () => expect(refused({})).toBeDefined())

  test('may leave out port 80 where that is the port', () =>
    expect(refusalOf({ host: 'localhost' }, 80)).toBeUndefined())

  test('is named in the refusal, with what to use', () =>
    expect(refused({ host: 'example.com' })).toBe(
      'Host "example.com" is not this machine. Use http://localhost:4566 or http://127.0.0.1:4566.',
    ))
})

describe('the Origin header', () => {
  const host = 'localhost:4566'

  test.each(['http://localhost:3000', 'http://127.0.0.1', 'https://app.localhost', 'http://[::1]:8080'])(
    'lets in %s',
    (origin) => expect(refused({ host, origin })).toBeUndefined(),
  )

  test.each(['https://example.com', 'null', 'http://localhost.example.com', 'file://', 'chrome-extension://abc', ''])(
    'refuses %j',
    (origin) => expect(refused({ host, origin })).toContain('Origin'),
  )
})

test('a browser that asks for a page of another site is refused even without an Origin', () => {
  const host = 'localhost:4566'
  expect(refused({ host, 'sec-fetch-site': 'cross-site' })).toBeDefined()
  expect(refused({ host, 'sec-fetch-site': 'same-origin' })).toBeUndefined()
  expect(refused({ host, 'sec-fetch-site': 'none' })).toBeUndefined()
})
