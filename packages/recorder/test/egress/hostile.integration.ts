import { createFakeHostResolver, hostileAnswers, hostileUrls } from '@chronicle/core/testing'
import { describe, expect, test } from '@jest/globals'
import { countConnections } from '../support/connections.ts'
import { askGateway, openTestEgress } from '../support/open-test-egress.ts'
import { rawRequest } from '../support/raw-request.ts'
import { serveWeb, setTrap } from '../support/trap.ts'

/** What a proxy can be asked for by CONNECT: what stands between the slashes of a URL, with its port. */
function authorityOf(url: string): string | undefined {
  const [, scheme, authority] = /^(https?):[/\\]{2}([^/\\]*)/i.exec(url) ?? []
  if (authority === undefined || /[\s\0]/.test(authority)) return undefined
  return /:\d+$/.test(authority) ? authority : `${authority}:${scheme?.toLowerCase() === 'https' ? 443 : 80}`
}

/**
 * Whether a URL is refused at intake for how it is written and not for where it leads: here it leads to a name, and this proxy
 * knows none. What is beyond ASCII a client would have encoded before, and the proxy takes it for some name.
 */
const leadsToAName = (url: string, says: string) =>
  ['credentials', 'white space'].includes(says) || [...url].some((character) => character > '\x7f')

const authorities = hostileUrls.flatMap(([tries, url]) => {
  const authority = authorityOf(url)
  return authority === undefined ? [] : [[tries, authority] as const]
})

describe('a hostile URL', () => {
  test.each(hostileUrls)('connects to nobody when it is asked for as it stands: %s, %j', async (_, url, says) => {
    await using egress = await openTestEgress()
    using connections = countConnections()
    const answer = await rawRequest(egress.proxy, 'GET', url)
    expect(leadsToAName(url, says) ? [400, 403, 502] : [400, 403]).toContain(answer.status)
    if (answer.status === 403) expect(answer.body).toContain(leadsToAName(url, says) ? 'url: ' : says)
    expect(connections.opened()).toBe(1)
  })

  test.each(authorities)('connects to nobody by CONNECT: %s, %j', async (_, authority) => {
    await using egress = await openTestEgress()
    using connections = countConnections()
    expect([400, 403, 502]).toContain((await rawRequest(egress.proxy, 'CONNECT', authority)).status)
    expect(connections.opened()).toBe(1)
  })

  const parsed = hostileUrls.filter(([, url]) => /^https?:/.test(URL.parse(url)?.protocol ?? ''))
  test.each(parsed)('connects to nobody as the input of ffmpeg, or for ourselves: %s, %j', async (_, url, says) => {
    await using egress = await openTestEgress()
    using connections = countConnections()
    const answer = await askGateway(egress, url)
    expect(leadsToAName(url, says) ? [403, 502] : [403]).toContain(answer.status)
    await expect(egress.read({ url, headers: {} })).rejects.toThrow(/^url: |no address of/)
    expect(connections.opened()).toBe(2) // the two requests to the proxy
  })
})

/** As a server would send them: written in ASCII. */
const redirectable = hostileUrls.filter(([, url]) => URL.canParse(url))

describe('a name with hostile addresses', () => {
  test.each(hostileAnswers)('connects to nobody, whoever asks: %s', async (_, addresses, says) => {
    const url = 'http://hostile.example/live?token=secret'
    await using egress = await openTestEgress({ 'hostile.example': [addresses] })
    using connections = countConnections()
    const answers = [
      await rawRequest(egress.proxy, 'GET', url),
      await askGateway(egress, url),
      await rawRequest(egress.proxy, 'CONNECT', 'hostile.example:443'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403])
    expect(answers[0]?.body).toContain(says)
    await expect(egress.read({ url, headers: {} })).rejects.toThrow(says)
    expect(connections.opened()).toBe(4)
    expect(egress.refusals.map(({ source }) => source)).toEqual(['hostile.example:80', 'hostile.example:443'])
    expect(JSON.stringify(egress.log.lines)).not.toContain('secret')
  })

  test('is connected to where it was checked, though its next answer is another', async () => {
    await using trap = await setTrap()
    await using web = await serveWeb((_, response) => response.end('media'), '127.0.0.2', trap.port)
    const name = `turning.example:${web.port}`
    const resolver = createFakeHostResolver({ 'turning.example': [['127.0.0.2'], ['127.0.0.1']] })
    await using egress = await openTestEgress(resolver, [name])
    expect(await rawRequest(egress.proxy, 'GET', `http://${name}/`)).toMatchObject({ status: 200, body: 'media' })
    expect(resolver.asked).toEqual(['turning.example'])
    expect(trap.visits).toEqual([])
  })

  test('is checked again for every request', async () => {
    await using web = await serveWeb((_, response) => response.end('media'))
    const name = `turning.example:${web.port}`
    const resolver = createFakeHostResolver({ 'turning.example': [['127.0.0.1'], ['169.254.170.2']] })
    await using egress = await openTestEgress(resolver, [name])
    expect(await rawRequest(egress.proxy, 'GET', `http://${name}/`)).toMatchObject({ status: 200 })
    expect(await rawRequest(egress.proxy, 'GET', `http://${name}/`)).toMatchObject({ status: 403 })
    expect(await rawRequest(egress.proxy, 'CONNECT', name)).toMatchObject({ status: 403 })
  })
})

describe('a redirect', () => {
  test.each([
    ['this machine', (trap: number) => `http://127.0.0.1:${trap}/x`, '(loopback)'],
    ['the credentials of a task', () => 'http://169.254.170.2/v2/credentials', '(linkLocal)'],
    ['a file', () => 'file:///etc/passwd', 'scheme "file:"'],
    ['this machine, without a scheme', (trap: number) => `//127.0.0.1:${trap}/x`, '(loopback)'],
  ])('to %s is refused', async (_, target, says) => {
    await using trap = await setTrap()
    await using web = await serveWeb((_, response) => response.writeHead(302, { location: target(trap.port) }).end())
    await using egress = await openTestEgress({}, [web.source])
    const address = egress.addressFor({ url: `${web.url}/live`, headers: {} }, true)
    const chain = await followed(egress.proxy, address)
    expect(chain.at(-1)).not.toMatchObject({ status: 200 })
    await expect(egress.read({ url: `${web.url}/live`, headers: {} })).rejects.toThrow(says)
    expect(egress.refusals.map(({ problem }) => problem).join()).toContain(says)
    expect(trap.visits).toEqual([])
  })
})

describe('a redirect to a hostile URL', () => {
  test.each(redirectable)('connects to nobody: %s, %j', async (_, url, says) => {
    const location = new URL(url).href
    await using web = await serveWeb((_, response) => response.writeHead(302, { location }).end())
    await using egress = await openTestEgress({}, [web.source])
    using connections = countConnections()
    const address = egress.addressFor({ url: `${web.url}/live`, headers: {} }, true)
    const chain = await followed(egress.proxy, address)
    expect(chain.at(-1)).not.toMatchObject({ status: 200 })
    await expect(egress.read({ url: `${web.url}/live`, headers: {} })).rejects.toThrow(
      ['credentials', 'white space'].includes(says) ? /^url: |no address of/ : says,
    )
    // To the proxy for each answer, and to the server that redirects.
    expect(connections.opened()).toBeLessThanOrEqual(chain.length + 2)
  })
})

/** The answers of a request and of its redirects, as a client gets them that follows. */
async function followed(proxy: string, start: string) {
  const answers = []
  for (let target: string | undefined = start; target?.startsWith('http') && answers.length < 5; ) {
    const answer = await rawRequest(proxy, 'GET', target)
    answers.push(answer)
    target = /^location: (.*)$/im.exec(answer.head)?.[1]?.trim()
  }
  return answers
}
