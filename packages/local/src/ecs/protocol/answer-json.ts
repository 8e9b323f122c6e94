import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { EcsError } from './ecs-error.ts'

/** Answers in the AWS JSON 1.1 protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function answerJson(response: ServerResponse, status: number, output: unknown): void {
  const body = JSON.stringify(output)
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID(),
  })
  response.end(body)
}

/** What is not an ECS error is a fault of ours, and is told as ECS tells its own: ServerException, worth a retry. */
export function answerError(response: ServerResponse, error: unknown): void {
  const told = error instanceof EcsError ? error : new EcsError('ServerException', String(error))
  answerJson(response, told.status, { __type: told.type, message: told.message, ...told.members })
}
