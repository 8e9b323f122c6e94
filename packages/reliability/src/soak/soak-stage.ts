import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clone, cloneSettings, provision, startSampleStream, startStack } from '@chronicle/local'
import { openFaultyLine } from './faulty-line.ts'
import { chooseFaults } from './line-fault.ts'
import { restartAtRandom } from './restarts.ts'
import { seededRandom } from './seeded-random.ts'
import type { SoakOptions } from './soak-result.ts'
import { layOutTools } from './tools.ts'

/** Where a soak takes place: the stack, the streams, and what breaks. Disposed of, nothing is left of it. */
export type SoakStage = AsyncDisposable & {
  /** The front door. */
  readonly url: string
  /** The engine behind it, where nothing is ever broken. */
  readonly engineUrl: string
  readonly stateFolder: string
  /** URLs of live streams, one for each recording, at least one. */
  readonly streams: readonly string[]
  /** What was broken until now. */
  broken(): ReturnType<Awaited<ReturnType<typeof openFaultyLine>>['counts']> & { readonly restarts: number }
  /** From now on nothing is broken. */
  calmDown(): void
}

/** Sets the stage; from then on calls are broken and the dispatcher is killed, as drawn by `draw`. */
export async function openStage(options: SoakOptions, draw: () => number): Promise<SoakStage> {
  const anotherDraw = () => seededRandom(draw() * 2 ** 32)
  await using started = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'chronicle-soak-'))
  started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const restarts = restartAtRandom(anotherDraw(), options.secondsBetweenRestarts)
  started.defer(restarts.stop)
  const [faultOf, slow] = [chooseFaults(anotherDraw(), options.faultShare), anotherDraw()]
  let isCalm = false
  const line = await openFaultyLine({
    faultOf: (callId) => (isCalm ? undefined : faultOf(callId)),
    onCall: restarts.onCall,
    slowness: () => 200 + slow() * 1800,
  })
  started.defer(line.close)
  const stateFolder = join(folder, 'stack')
  const streams = await startStreams(Math.max(1, options.streams))
  started.defer(async () => void (await Promise.all(streams.map(({ stop }) => stop()))))
  const privateSources = streams.map(({ url }) => new URL(url).host)
  const tools = await layOutTools(join(folder, 'tools'))
  const stack = await startSoakStack({ stateFolder, tools, line, privateSources })
  started.defer(stack.stop)
  restarts.begin(stateFolder)
  const { url, engineUrl } = stack
  const everything = started.move()
  return {
    url,
    engineUrl,
    stateFolder,
    streams: streams.map((stream) => stream.url),
    broken: () => ({ ...line.counts(), restarts: restarts.count() }),
    calmDown: () => {
      isCalm = true
      restarts.stop()
    },
    [Symbol.asyncDispose]: () => everything.disposeAsync(),
  }
}

/** The local stack as `up` starts it, but that its functions find AWS at the end of the faulty line. */
function startSoakStack({
  stateFolder,
  tools,
  line,
  privateSources,
}: {
  readonly stateFolder: string
  readonly tools: string
  readonly line: Awaited<ReturnType<typeof openFaultyLine>>
  readonly privateSources: string[]
}) {
  const recorder = { command: join(clone.tools, 'bin/node'), args: [clone.recorder], path: `${tools}:/usr/bin:/bin` }
  return startStack(cloneSettings({ stateFolder, port: 0, recorder, privateSources }), {
    provision: ({ engineUrl, url }, { torrentEngine }) => {
      line.leadTo(url)
      return provision(engineUrl, {
        url: line.url,
        zips: clone.zips,
        layer: clone.layer,
        torrentEngine,
        privateSources,
      })
    },
  })
}

/** One after the other, since the first of them makes the video that all of them show. */
async function startStreams(count: number) {
  const streams = []
  for (let index = 0; index < count; index++)
    streams.push(await startSampleStream({ folder: join(clone.tools, 'sample'), seconds: 8, speed: 4 }))
  return streams
}
