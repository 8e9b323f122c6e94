import type { LinkSigner } from '../src/index.ts'

/** Links that say what they lead to, and lead nowhere. */
export function createFakeLinkSigner(): LinkSigner {
  return {
    sign: async ({ bucket, key, versionId = 'current' }, { filename, seconds }) =>
      `https://${bucket}.example/${key}?${new URLSearchParams({ versionId, filename, seconds: String(seconds) })}`,
  }
}
