import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BroadcastOptions, SampleMode } from './broadcast.ts'
import { makeSampleVideo } from './sample-video.ts'
import { createStreamHandler } from './stream-handler.ts'

export type SampleStreamOptions = {
  /** Where made videos are kept, so that the second stream of the same settings starts at once. */
  readonly folder: string
  readonly seconds?: number
  readonly segmentSeconds?: number
  readonly windowSegments?: number
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** Bits per second of the picture, held exactly; without it about two million. */
  readonly bitrate?: number
  readonly mode?: SampleMode
  /** How many times faster than real time segments come out. */
  readonly speed?: number
}

export type SampleStream = {
  readonly url: string
  /** Settles when the broadcast is over; the server goes on until `stop`. */
  readonly finished: Promise<void>
  stop(): Promise<void>
}

/**
 * Serves a test picture as a live HLS stream on 127.0.0.1: a sliding playlist in real time whose early segments go away. The
 * broadcast begins when the first viewer takes the first segment, so that a recorder that is slow to start misses nothing.
 * Throws where `ffmpeg` is not on the PATH, or the port is taken.
 */
export async function startSampleStream({
  folder,
  seconds = 20,
  segmentSeconds = 2,
  windowSegments = 5,
  port = 0,
  bitrate,
  mode = 'ends',
  speed = 1,
}: SampleStreamOptions): Promise<SampleStream> {
  const video = await makeSampleVideo({ folder, seconds, segmentSeconds, ...(bitrate !== undefined && { bitrate }) })
  const broadcast: BroadcastOptions = { segments: video.segments, windowSegments, mode }
  const over = Promise.withResolvers<void>()
  if (mode === 'ends-at-once') over.resolve()

  let end: NodeJS.Timeout | undefined
  const begin = () => {
    end = setTimeout(over.resolve, (seconds * 1000) / speed)
  }
  const server = createServer(createStreamHandler({ folder: video.folder, broadcast, speed, begin }))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live/sample.m3u8`,
    finished: over.promise,
    stop: async () => {
      clearTimeout(end)
      over.resolve()
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
