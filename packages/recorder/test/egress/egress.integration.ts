import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import type { Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { askGateway, openTestEgress } from '../support/open-test-egress.ts'
import { rawRequest } from '../support/raw-request.ts'
import { serveTls } from '../support/serve-tls.ts'
import { serveWeb } from '../support/trap.ts'

const HLS = 'application/vnd.apple.mpegurl'

describe('the proxy', () => {
  test('passes a request on with its body and headers, and the answer back', async () => {
    await using web = await serveWeb(async (request, response) => {
      const chunks = await request.toArray()
      response.writeHead(201, { 'x-answer': 'yes' }).end(`${request.method} ${request.url} ${Buffer.concat(chunks)}`)
      expect(request.headers).toMatchObject({ host: web.source, 'x-question': 'why' })
      expect(request.headers).not.toHaveProperty('proxy-authorization')
    })
    await using egress = await openTestEgress({}, [web.source])
    const answer = await askByProxy(egress.proxy, 'POST', `${web.url}/a?b=c`, { 'x-question': 'why' }, 'body')
    expect(answer).toEqual({ status: 201, body: 'POST /a?b=c body' })
  })

  test('is of use to nobody who does not know its password', async () => {
    await using web = await serveWeb((_, response) => response.end('media'))
    await using egress = await openTestEgress({}, [web.source])
    const stranger = egress.proxy.replace(/:[0-9a-f]{32}@/, ':0123456789abcdef0123456789abcdef@')
    expect(stranger).not.toBe(egress.proxy)
    expect(await rawRequest(stranger, 'GET', `${web.url}/`)).toMatchObject({ status: 407 })
    expect(await rawRequest(stranger, 'CONNECT', web.source)).toMatchObject({ status: 407 })
    expect(await rawRequest(stranger, 'GET', egress.addressFor({ url: web.url, headers: {} }, true))).toMatchObject({
      status: 407,
    })
  })

  test.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('passes no %s on', async (method) => {
    await using web = await serveWeb((_, response) => response.end('media'))
    await using egress = await openTestEgress({}, [web.source])
    expect(await rawRequest(egress.proxy, method, `${web.url}/`)).toMatchObject({ status: 405 })
  })

  test('takes no endless headers, and changes no protocol', async () => {
    await using web = await serveWeb(({ headers }, response) => response.end(String(headers.upgrade)))
    await using egress = await openTestEgress({}, [web.source])
    const long = [`X-Long: ${'x'.repeat(17_000)}`]
    expect(await rawRequest(egress.proxy, 'GET', `${web.url}/`, long)).toMatchObject({ status: 431 })
    const upgrade = ['Upgrade: websocket']
    expect(await rawRequest(egress.proxy, 'GET', `${web.url}/`, upgrade)).toMatchObject({ body: 'undefined' })
  })

  test('asks again where a server closes a kept connection as it is used again', async () => {
    const known = new WeakSet<Socket>()
    await using web = await serveWeb(({ socket }, response) => {
      if (known.has(socket)) return void socket.destroy()
      known.add(socket)
      response.end('media')
    })
    await using egress = await openTestEgress({}, [web.source])
    const asked = () => rawRequest(egress.proxy, 'GET', `${web.url}/`)
    expect([await asked(), await asked(), await asked()]).toMatchObject(Array(3).fill({ status: 200 }))
  })

  test('says 502 of a server that is not there, and of a name that nobody knows', async () => {
    await using egress = await openTestEgress({}, ['127.0.0.1:9'])
    for (const [method, target] of [
      ['GET', 'http://127.0.0.1:9/'],
      ['CONNECT', '127.0.0.1:9'],
      ['GET', 'http://nobody.example/'],
      ['CONNECT', 'nobody.example:443'],
    ] as const)
      expect(await rawRequest(egress.proxy, method, target)).toMatchObject({ status: 502 })
  })

  test('joins a tool to a server of TLS, whose certificate the tool sees itself', async () => {
    await using web = await serveTls('stream.example', (_, response) => response.end('media'))
    await using egress = await openTestEgress({ 'stream.example': [['127.0.0.1']] }, [web.source])
    const socket = await tunnelTo(egress.proxy, web.source)
    const secure = tlsConnect({ socket, servername: web.name, ca: web.certificate })
    await once(secure, 'secureConnect')
    expect(secure.getPeerCertificate().subject.CN).toBe('stream.example')
    secure.destroy()
  })

  test('ends with its tunnels', async () => {
    await using web = await serveTls('stream.example', (_, response) => response.end('media'))
    const egress = await openTestEgress({ 'stream.example': [['127.0.0.1']] }, [web.source])
    const socket = await tunnelTo(egress.proxy, web.source)
    await Promise.all([once(socket, 'close'), egress.close()])
  })
})

describe('an input of ffmpeg', () => {
  test('is found at an address that says nothing of its URL, and is asked for with its headers', async () => {
    await using web = await serveWeb(({ headers, url }, response) => response.end(`${url} ${headers.referer}`))
    await using egress = await openTestEgress({}, [web.source])
    const address = egress.addressFor({ url: `${web.url}/live/a.m3u8?token=secret`, headers: { Referer: 'r' } }, true)
    expect(address).toBe('http://chronicle-egress.invalid/0.m3u8')
    const { head } = await rawRequest(egress.proxy, 'GET', address)
    const location = /^location: (.*)$/im.exec(head)?.[1]?.trim() ?? ''
    expect(await rawRequest(egress.proxy, 'GET', location)).toMatchObject({ body: '/live/a.m3u8?token=secret r' })
  })

  test('comes by TLS from who can prove to be the server, and from nobody else', async () => {
    await using web = await serveTls('stream.example', (_, response) => response.end('media'))
    const known = { 'stream.example': [['127.0.0.1']] }
    await using egress = await openTestEgress(known, [web.source], web.certificate)
    expect(await askGateway(egress, `${web.url}/live.ts`)).toMatchObject({ status: 200, body: 'media' })
    await using other = await openTestEgress(known, [web.source])
    expect(await askGateway(other, `${web.url}/live.ts`)).toMatchObject({ status: 502 })
  })

  const playlist = [
    '#EXTM3U',
    '#EXT-X-KEY:METHOD=AES-128,URI="key.bin?k=1",IV=0x1',
    '#EXT-X-MAP:URI=init.mp4',
    '#EXTINF:2,',
    'seg-1.ts?token=a',
    '/abs/seg-2.ts',
    'https://cdn.example/seg-3.ts',
    '//cdn.example/seg-4.ts',
    '#EXT-X-KEY:METHOD=AES-128,URI="data:;base64,AAAA"',
    'tcp://cdn.example/seg-5.ts',
  ]
  const at = (source: string, path: string) => `http://chronicle-egress.invalid/0/http/${source}${path}`
  const expected = (source: string) => [
    '#EXTM3U',
    `#EXT-X-KEY:METHOD=AES-128,URI="${at(source, '/live/key.bin?k=1')}",IV=0x1`,
    `#EXT-X-MAP:URI="${at(source, '/live/init.mp4')}"`,
    '#EXTINF:2,',
    at(source, '/live/seg-1.ts?token=a'),
    at(source, '/abs/seg-2.ts'),
    'http://chronicle-egress.invalid/0/https/cdn.example/seg-3.ts',
    'http://chronicle-egress.invalid/0/http/cdn.example/seg-4.ts',
    '#EXT-X-KEY:METHOD=AES-128,URI="data:;base64,AAAA"',
    'refused:',
  ]

  test.each([
    ['as it is', 200, {}, (text: string) => Buffer.from(text)],
    ['by a range from its begin', 206, { 'content-range': 'bytes 0-99/100' }, (text: string) => Buffer.from(text)],
    ['packed, though nobody asked for that', 200, { 'content-encoding': 'gzip' }, (text: string) => gzipSync(text)],
    ['with a mark of its byte order', 200, {}, (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['with the line ends of other systems', 200, {}, (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'))],
  ])('that is a playlist has our addresses in it: %s', async (_, status, headers, pack) => {
    await using web = await serveWeb((_, response) => {
      response.writeHead(status, { ...headers, 'content-type': HLS }).end(pack(playlist.join('\n')))
    })
    await using egress = await openTestEgress({}, [web.source])
    const answer = await askGateway(egress, `${web.url}/live/a.m3u8`)
    expect(answer.status).toBe(200)
    expect(unchunked(answer.body).replace('\uFEFF', '').trim().split('\n')).toEqual(expected(web.source))
    expect(egress.refusals.map(({ problem }) => problem)).toEqual([expect.stringContaining('scheme "tcp:"')])
  })

  test('that is a DASH manifest has our addresses for what is absolute in it, templates as they are', async () => {
    const manifest =
      '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>https://cdn.example/v/?a=1&amp;b=2</BaseURL>' +
      '<SegmentTemplate media="https://cdn.example/$Number%05d$.m4s" initialization="init.mp4"/><BaseURL>tcp://x:1/</BaseURL></MPD>'
    await using web = await serveWeb((_, response) => response.end(manifest))
    await using egress = await openTestEgress({}, [web.source])
    const { body } = await askGateway(egress, `${web.url}/live/a.mpd`)
    expect(unchunked(body)).toContain('>http://chronicle-egress.invalid/0/https/cdn.example/v/?a=1&amp;b=2<')
    expect(unchunked(body)).toContain('media="http://chronicle-egress.invalid/0/https/cdn.example/$Number%05d$.m4s"')
    expect(unchunked(body)).toContain('initialization="init.mp4"')
    expect(unchunked(body)).toContain('<BaseURL>refused:</BaseURL>')
  })

  test('is media, byte for byte, with its length and its ranges', async () => {
    const media = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251))
    await using web = await serveWeb(({ headers }, response) => {
      const range = { 'content-range': 'bytes 5-99999/100000', 'content-length': '99995' }
      expect(headers.range).toBe('bytes=5-')
      response.writeHead(206, range).end(media.subarray(5))
    })
    await using egress = await openTestEgress({}, [web.source])
    const address = at(web.source, '/a.ts')
    egress.addressFor({ url: `${web.url}/a.ts`, headers: {} }, false)
    const answer = await askByProxy(egress.proxy, 'GET', address, { range: 'bytes=5-' })
    expect(answer.status).toBe(206)
    expect(Buffer.from(answer.body, 'latin1').equals(media.subarray(5))).toBe(true)
  })

  test('brings the cookies that its server gave, and to no other server', async () => {
    const seen: (string | undefined)[] = []
    const answer: Parameters<typeof serveWeb>[0] = ({ headers }, response) => {
      seen.push(headers.cookie)
      response.writeHead(200, { 'set-cookie': 'hdntl=1; path=/; domain=.example' }).end('media')
    }
    await using web = await serveWeb(answer)
    await using other = await serveWeb(answer, '127.0.0.2')
    await using egress = await openTestEgress({}, [web.source, other.source])
    for (const url of [web.url, web.url, other.url]) await askGateway(egress, `${url}/a.ts`)
    expect(seen).toEqual([undefined, 'hdntl=1', undefined])
  })
})

/** A request by the proxy, its answer read as bytes. */
async function askByProxy(proxy: string, method: string, path: string, headers: Record<string, string>, body?: string) {
  const { hostname, port, username, password } = new URL(proxy)
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const request = httpRequest({
    hostname,
    port,
    method,
    path,
    headers: { ...headers, 'proxy-authorization': authorization },
  })
  request.end(body)
  const [answer] = await once(request, 'response')
  const chunks: Buffer[] = await answer.toArray()
  return { status: answer.statusCode, body: Buffer.concat(chunks).toString('latin1') }
}

async function tunnelTo(proxy: string, path: string): Promise<Socket> {
  const { hostname, port, username, password } = new URL(proxy)
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const request = httpRequest({
    hostname,
    port,
    method: 'CONNECT',
    path,
    headers: { 'proxy-authorization': authorization },
  })
  request.end()
  const [answer, socket] = await once(request, 'connect')
  expect(answer.statusCode).toBe(200)
  return socket
}

/** The body of an answer that came in one chunk. */
const unchunked = (body: string) => body.replace(/^[0-9a-f]+\r\n/, '').replace(/\r\n0\r\n\r\n$/, '')
