import { Readable } from 'node:stream'
import type { HttpResponse } from '../line/call-around.ts'
import type { CallName, HttpRequest } from '../line/call-name.ts'
import { type AnsweredFault, serviceError } from './service-errors.ts'

/** The answer by which a service says that it did not do what was asked. */
export function errorAnswer(fault: AnsweredFault, call: CallName, { method }: HttpRequest): HttpResponse {
  const { status: statusCode, code, message } = serviceError(fault, call)
  if (call.service !== 's3') {
    const body = JSON.stringify({ __type: code, message })
    return {
      statusCode,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: Readable.from([Buffer.from(body)]),
    }
  }
  // An answer to HEAD has no body, so S3's errors have no code there.
  const body =
    method === 'HEAD'
      ? ''
      : `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>REQUEST1</RequestId><HostId>host</HostId></Error>`
  return { statusCode, headers: { 'content-type': 'application/xml' }, body: Readable.from([Buffer.from(body)]) }
}
