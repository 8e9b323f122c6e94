import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { forwardTo } from '../src/front-door/forward.ts'

/**
 * A stand-in for LocalStack's free edition as far as it differs: it says who it is, has no ECS, and is slow to come up. What
 * else it does is another engine's doing.
 */
export async function engineWithoutEcs(engineUrl: string, startingForMs = 0) {
  const forward = forwardTo(Number(new URL(engineUrl).port))
  const began = performance.now()
  const server = createServer((request, response) => {
    const isTask = String(request.headers['x-amz-target']).startsWith('AmazonEC2ContainerService')
    if (request.url === '/_localstack/health') {
      const state = performance.now() - began < startingForMs ? 'starting' : 'available'
      const names = ['apigateway', 'dynamodb', 'events', 'iam', 'lambda', 'logs', 's3', 'sqs']
      const services = Object.fromEntries(names.map((name) => [name, state]))
      response.end(JSON.stringify({ services, edition: 'community', version: '4.14.0' }))
    } else if (request.url?.startsWith('/_ministack')) response.writeHead(404).end()
    else if (isTask) {
      const message = 'The ecs service is not included within your LocalStack license'
      response.writeHead(501).end(JSON.stringify({ __type: 'InternalFailure', message }))
    } else forward(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop }
}
