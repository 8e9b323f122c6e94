import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What the stub was asked: the operation's name without its service, and the JSON body. */
type AwsRequest = { readonly operation: string; readonly body: Record<string, unknown> }
export type AwsAnswer = { readonly status: number; readonly body: object; readonly errorType?: string }

/**
 * An AWS endpoint on loopback for services that speak AWS JSON (ECS, SQS, DynamoDB): the real SDK client is tested, with its
 * retries and its way to read errors. Answers come in order, the last one again and again.
 */
export async function startAwsStub(...answers: readonly AwsAnswer[]) {
  process.env.AWS_REGION = 'us-east-1'
  process.env.AWS_ACCESS_KEY_ID = 'test'
  process.env.AWS_SECRET_ACCESS_KEY = 'test'
  const requests: AwsRequest[] = []
  const server = createServer((request, response) => {
    void serve(request, response)
  })

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
    requests.push({ operation, body: JSON.parse(await text(request)) })
    const answer = answers[Math.min(requests.length, answers.length) - 1]
    if (!answer) throw new Error(`the stub has no answer for ${operation}`)
    response.writeHead(answer.status, {
      'content-type': 'application/x-amz-json-1.1',
      ...(answer.errorType && { 'x-amzn-errortype': answer.errorType }),
    })
    response.end(JSON.stringify(answer.body))
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    close,
    [Symbol.asyncDispose]: async () => close(),
  }
}
