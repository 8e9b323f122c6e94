import { describe, expect, it } from '@jest/globals'
import { allowedAddresses, type HostResolver, SourceRefused, sourceOf, streamUrlProblem } from '../../src/index.ts'
import { createFakeHostResolver, hostileAnswers, hostileUrls } from '../../testing/index.ts'

const PUBLIC = ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c']

/** What is said to a URL, or nothing where it is taken. Every name has a public address here. */
async function problemOf(url: string, privateSources: readonly string[] = [], resolver = everyName) {
  const problem = streamUrlProblem(url)
  if (problem) return problem
  try {
    await allowedAddresses({ resolver, privateSources }, sourceOf(new URL(url)))
    return undefined
  } catch (error) {
    if (error instanceof SourceRefused) return error.message
    throw error
  }
}
const everyName: HostResolver = { resolve: async () => PUBLIC }
const answering = (...answers: (readonly string[])[]) => createFakeHostResolver({ 'hostile.example': answers })

describe('a hostile URL', () => {
  it('is one of many', () => {
    expect(hostileUrls.length).toBeGreaterThanOrEqual(150)
    expect(new Set(hostileUrls.map(([, url]) => url)).size).toBe(hostileUrls.length)
  })

  it.each(hostileUrls)('is refused: %s, %j', async (_, url, says) => {
    expect(await problemOf(url)).toContain(says)
  })

  it.each(hostileAnswers)('is refused for its addresses: %s', async (_, addresses, says) => {
    const problem = await problemOf('https://hostile.example/live?token=secret', [], answering(addresses))
    expect(problem).toContain(says)
    expect(problem).toContain('hostile.example')
    expect(problem).not.toContain('secret')
  })
})

describe('allowedAddresses', () => {
  const source = { host: 'hostile.example', port: 443 }

  it('answers every address of a public name, and no more than it has checked', async () => {
    const resolver = answering(PUBLIC, ['127.0.0.1'])
    expect(await allowedAddresses({ resolver, privateSources: [] }, source)).toEqual(PUBLIC)
    expect(resolver.asked).toEqual(['hostile.example'])
  })

  it('answers none for a name that has none', async () => {
    expect(await allowedAddresses({ resolver: answering([]), privateSources: [] }, source)).toEqual([])
  })

  it('answers an address without asking anybody', async () => {
    const resolver = answering()
    const policy = { resolver, privateSources: [] }
    expect(await allowedAddresses(policy, { host: '8.8.8.8', port: 80 })).toEqual(['8.8.8.8'])
    expect(resolver.asked).toEqual([])
  })

  it.each([
    ['http://127.0.0.1:8080/live', '127.0.0.1:8080'],
    ['http://127.0.0.1:9/live', '127.0.0.1:9'],
    ['http://localhost:8080/live', 'localhost:8080'],
    ['http://hostile.example/live', 'hostile.example:80'],
    ['http://[::1]:8080/live', '[::1]:8080'],
  ])('takes %s where exactly %s is listed', async (url, listed) => {
    const resolver = { resolve: async () => ['192.168.1.7'] }
    expect(await problemOf(url, [listed], resolver)).toBeUndefined()
  })

  it.each([
    ['another port', 'http://127.0.0.1:8081/live'],
    ['the port of https', 'https://127.0.0.1/live'],
    ['another address', 'http://127.0.0.2:8080/live'],
    ['the address mapped into IPv6', 'http://[::ffff:127.0.0.1]:8080/live'],
    ['a name of the address', 'http://localhost:8080/live'],
  ])('refuses %s', async (_, url) => {
    expect(await problemOf(url, ['127.0.0.1:8080'])).toMatch(/loopback|local network/)
  })

  it.each(['169.254.170.2', '169.254.169.254', 'fd00:ec2::254', 'fe80::1'])(
    'refuses a listed name that leads to %s: that is no network of its own',
    async (address) => {
      expect(await problemOf('http://hostile.example/', ['hostile.example:80'], answering([address]))).toContain(
        address,
      )
    },
  )

  it('refuses what AWS answers at, even listed by address', async () => {
    expect(await problemOf('http://169.254.170.2/', ['169.254.170.2:80'])).toContain('(linkLocal)')
  })
})
