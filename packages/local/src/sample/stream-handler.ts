import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { type BroadcastOptions, broadcastAt } from './broadcast.ts'

export type StreamHandlerOptions = {
  readonly folder: string
  readonly broadcast: BroadcastOptions
  readonly speed: number
  /** Called once, when the broadcast begins. */
  readonly begin: () => void
}

/** Answers for the playlist and its segments; anything else, and what is out of the window, is 404. */
export function createStreamHandler({ folder, broadcast, speed, begin }: StreamHandlerOptions) {
  let beganAt: number | undefined
  const elapsed = () => (beganAt === undefined ? 0 : ((performance.now() - beganAt) / 1000) * speed)

  return (request: IncomingMessage, response: ServerResponse): void => {
    const { available, playlist } = broadcastAt(elapsed(), broadcast)
    if (request.url === '/live/sample.m3u8' && playlist !== undefined) {
      response.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl', 'cache-control': 'no-store' })
      response.end(playlist)
      return
    }
    const index = Number(/^\/live\/segment-(\d+)\.ts$/.exec(request.url ?? '')?.[1] ?? Number.NaN)
    if (!available.includes(index)) {
      response.writeHead(404).end('not found\n')
      return
    }
    if (beganAt === undefined) {
      beganAt = performance.now()
      begin()
    }
    response.writeHead(200, { 'content-type': 'video/mp2t' })
    createReadStream(join(folder, `segment-${index}.ts`)).pipe(response)
  }
}
