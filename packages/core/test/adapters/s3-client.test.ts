import { expect, test } from '@jest/globals'
import { createLinkSigner, createObjectStore, createObjectVersions } from '../../src/adapters/index.ts'

test('adapters at one line to S3 share its connections, those at another have their own', () => {
  let lines = 0
  const line = {
    requestHandler: <Handler>(ours: Handler) => {
      lines += 1
      return ours
    },
  }
  for (const create of [createObjectStore, createObjectVersions, createLinkSigner]) create(line)
  expect(lines).toBe(1)
  createObjectStore({ ...line })
  expect(lines).toBe(2)
})
