import { isUtf8 } from 'node:buffer'
import { MIMEType } from 'node:util'
import type middy from '@middy/core'
import httpJsonBodyParser from '@middy/http-json-body-parser'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { BodyTooLarge, InvalidBody, UnsupportedCharset } from '../domain/errors.ts'

type Middleware = middy.MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult>

/** The largest body that is read, in bytes. A request has at most 2 KiB of URL; what is larger is not worth parsing. */
const MAX_BODY_BYTES = 16 * 1024

/** The middlewares of a route that takes JSON: what can be refused without parsing is, then the body is parsed. */
export function jsonBody(): Middleware[] {
  return [{ before: ({ event }) => refuseUnread(event) }, httpJsonBodyParser()]
}

/**
 * Throws BodyTooLarge, UnsupportedCharset, or InvalidBody where there are no bytes, or they are no UTF-8, in which JSON has to be
 * sent (RFC 8259, section 8.1): the parser would put U+FFFD in the place of what it cannot read, and another URL would be
 * recorded.
 */
function refuseUnread({ body, isBase64Encoded, headers }: APIGatewayProxyEvent): void {
  if (body === null || body === '') throw new InvalidBody('the body is missing; send JSON')
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  if (bytes.byteLength > MAX_BODY_BYTES) throw new BodyTooLarge(bytes.byteLength, MAX_BODY_BYTES)
  const charset = charsetOf(headers['content-type'])
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) throw new UnsupportedCharset(charset)
  if (!isUtf8(bytes)) throw new InvalidBody('the body is not UTF-8, as JSON has to be')
}

/** The charset that a content type names. A type that does not parse names none, and is the parser's to refuse. */
function charsetOf(contentType: string | undefined): string | undefined {
  try {
    return new MIMEType(contentType ?? '').params.get('charset') ?? undefined
  } catch {
    return undefined
  }
}
