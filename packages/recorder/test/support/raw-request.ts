import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

export type RawAnswer = { readonly status: number; readonly head: string; readonly body: string }

/** Sends a request to a proxy as it stands, with its password, and reads all of the answer. No client tidies it up before. */
export async function rawRequest(
  proxy: string,
  method: string,
  target: string,
  headers: readonly string[] = [],
): Promise<RawAnswer> {
  const { hostname, port, username, password } = new URL(proxy)
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const socket = connect(Number(port), hostname)
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: x',
    `Proxy-Authorization: ${authorization}`,
    'Connection: close',
  ]
  socket.write(`${[...lines, ...headers].join('\r\n')}\r\n\r\n`)
  const answer = await text(socket)
  const [head = ''] = answer.split('\r\n\r\n', 1)
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]), head, body: answer.slice(head.length + 4) }
}
