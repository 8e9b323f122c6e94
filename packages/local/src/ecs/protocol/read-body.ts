import type { IncomingMessage } from 'node:http'
import { EcsError } from './ecs-error.ts'

// RunTask's overrides may have 8,192 characters; nothing legitimate comes near this.
const LIMIT = 1024 * 1024

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > LIMIT) throw new EcsError('ClientException', `The request body is larger than ${LIMIT} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
