import { describe, expect, it } from '@jest/globals'
import { createLinkSigner } from '../../src/adapters/index.ts'

Object.assign(process.env, {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'top-secret',
})

const object = { bucket: 'recordings-dev', key: 'recordings/2026/a b/Später (1).mkv', versionId: 'v-1' }
const options = { filename: "Später's (1).mkv", seconds: 900 }

async function signed(...[linked, more]: Partial<Parameters<ReturnType<typeof createLinkSigner>['sign']>>) {
  return new URL(await createLinkSigner({}).sign({ ...object, ...linked }, { ...options, ...more }))
}

describe('createLinkSigner', () => {
  it('links to the very version, for as long as was said, with the name that was said', async () => {
    const link = await signed()
    expect(link.host).toBe('recordings-dev.s3.eu-central-1.amazonaws.com')
    expect(decodeURIComponent(link.pathname)).toBe(`/${object.key}`)
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      versionId: 'v-1',
      'X-Amz-Expires': '900',
      'response-content-disposition': "attachment; filename*=UTF-8''Sp%C3%A4ter%27s%20%281%29.mkv",
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(link.href).not.toContain('top-secret')
  })

  it('links to the current version where none is named', async () => {
    expect((await signed({ ...object, versionId: undefined })).searchParams.has('versionId')).toBe(false)
  })

  it('signs what the link says: a changed one has another signature', async () => {
    const signatureOf = (link: URL) => link.searchParams.get('X-Amz-Signature')
    const links = [
      await signed(),
      await signed({ ...object, versionId: 'v-2' }),
      await signed(object, { ...options, seconds: 901 }),
    ]
    expect(new Set(links.map(signatureOf)).size).toBe(3)
  })
})
