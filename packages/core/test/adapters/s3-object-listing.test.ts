import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from '@jest/globals'
import { createObjectListing } from '../../src/adapters/index.ts'

Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' })

/** A listing from a server that always answers this; `asked` are the queries that came. */
async function answering(body: string) {
  const asked: URLSearchParams[] = []
  const server = createServer(({ url = '' }, response) => {
    asked.push(new URL(url, 'http://localhost').searchParams)
    response.writeHead(200, { 'content-type': 'application/xml' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = async () => {
    server.closeAllConnections()
    server.close()
  }
  return { listing: createObjectListing({ endpoint }), asked, [Symbol.asyncDispose]: close }
}

const list = (isTruncated: boolean, ...keys: readonly string[]) =>
  `<?xml version="1.0"?><ListBucketResult><IsTruncated>${isTruncated}</IsTruncated><EncodingType>url</EncodingType>${keys
    .map((key) => `<Contents><Key>${key}</Key></Contents>`)
    .join('')}</ListBucketResult>`

describe('createObjectListing', () => {
  it('reads keys as S3 encodes them, where a space is a plus', async () => {
    await using stub = await answering(list(false, 'a+b%2Bc%2525', '%C3%A9%0A%00'))
    await expect(stub.listing.page('bucket', '', '')).resolves.toEqual({ keys: ['a b+c%25', 'é\n\0'], isLast: true })
  })

  it('asks for what comes after a key, and for no such thing at the beginning', async () => {
    await using stub = await answering(list(true, 'a'))
    await expect(stub.listing.page('bucket', 'films/', '')).resolves.toEqual({ keys: ['a'], isLast: false })
    await stub.listing.page('bucket', 'films/', 'films/a+b é')
    const [first, second] = stub.asked
    expect(first?.get('prefix')).toBe('films/')
    expect(first?.has('start-after')).toBe(false)
    expect(second?.get('start-after')).toBe('films/a+b é')
  })

  it.each([
    ['nothing', ''],
    ['something else', '<?xml version="1.0"?><html><body>ok</body></html>'],
  ])('takes it for no end of the list when the answer is %s', async (_, body) => {
    await using stub = await answering(body)
    await expect(stub.listing.page('bucket', 'films/', 'films/a')).rejects.toThrow(
      'S3 answered no list of "films/" after "films/a"',
    )
  })
})
