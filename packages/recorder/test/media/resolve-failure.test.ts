import { expect, test } from '@jest/globals'
import { resolveFailure } from '../../src/media/resolve-failure.ts'

test.each([
  ['ERROR: [generic] Unable to download webpage: HTTP Error 404: Not Found', 'STREAM_NOT_FOUND'],
  ['ERROR: [generic] Unable to download webpage: HTTP Error 403: Forbidden', 'STREAM_FORBIDDEN'],
  ['ERROR: [youtube] abc: Sign in to confirm your age', 'STREAM_FORBIDDEN'],
  ['ERROR: [x] The requested site is known to use DRM protection', 'STREAM_PROTECTED'],
  ['ERROR: [youtube] abc: This live event will begin in 3 hours.', 'STREAM_NOT_LIVE'],
  ['ERROR: [twitch:stream] someone: The channel is not currently live', 'STREAM_NOT_LIVE'],
  ['ERROR: Unsupported URL: https://example.com/', 'UNSUPPORTED_URL'],
  ["ERROR: [generic] '--exec=x' is not a valid URL", 'UNSUPPORTED_URL'],
  ['ERROR: [generic] Unable to download webpage: [Errno 111] Connection refused', 'STREAM_UNREACHABLE'],
  ['ERROR: Unable to download webpage: <urlopen error [Errno -2] Name or service not known>', 'STREAM_UNREACHABLE'],
  ['ERROR: [generic] Unable to download webpage: HTTP Error 503: Service Unavailable', 'STREAM_UNREACHABLE'],
  ['ERROR: something new', 'RESOLVE_FAILED'],
])('%s is %s', (said, code) => {
  expect(resolveFailure(said).code).toBe(code)
})
