import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a broadcast's files are called: those that its manifest names are relative, without a folder. */
export const segmentNames = [
  ...['-init_seg_name', 'init-$RepresentationID$.m4s'],
  ...['-media_seg_name', '$RepresentationID$-$Number%05d$.m4s'],
]

/**
 * A DASH stream that ffmpeg makes in real time: segments of a second, ten pictures each, in a window of five, and a manifest that
 * names a clock. It ends by itself, and its manifest says so.
 * @param clock URL of a time server, as the manifest has it
 */
export async function startBroadcast(clock: string, seconds: number) {
  const folder = await mkdtemp(join(tmpdir(), 'chronicle-test-broadcast-'))
  const picture = ['-re', '-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=10', '-t', String(seconds)]
  const encoding = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-tune', 'zerolatency', '-g', '10']
  const window = ['-seg_duration', '1', '-window_size', '5', '-extra_window_size', '10', '-utc_timing_url', clock]
  const file = join(folder, 'live.mpd')
  const output = ['-f', 'dash', ...window, ...segmentNames, file]
  const running = run('ffmpeg', ['-v', 'fatal', ...picture, ...encoding, ...output])
  const exited = running.catch(() => {}) // it may be killed
  while (!existsSync(join(folder, '0-00003.m4s'))) await sleep(100)

  const served: string[] = []
  const segments: RequestListener = async ({ url = '' }, response) => {
    const [, name = ''] = /^\/media\/([\w-]+\.m4s)$/.exec(url) ?? []
    const content = await readFile(join(folder, name)).catch(() => undefined)
    if (content) served.push(name)
    response.writeHead(content ? 200 : 404).end(content)
  }
  /** As a publisher that goes away without an end: manifest and segments stay as they are. */
  const breakOff = async () => {
    running.child.kill('SIGKILL')
    await exited
  }
  return {
    manifest: () => readFile(file, 'utf8'),
    /** Answers for the segments, below /media/. */
    segments,
    /** The names of those that were there. */
    served,
    breakOff,
    [Symbol.asyncDispose]: async () => {
      await breakOff()
      await rm(folder, { recursive: true })
    },
  }
}
