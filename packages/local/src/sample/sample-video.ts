import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const FRAMES_A_SECOND = 25

export type SampleVideoOptions = {
  /** Made videos are kept here, one folder for each setting, and used again. */
  readonly folder: string
  readonly seconds: number
  readonly segmentSeconds: number
  /** Bits per second of the picture, held exactly; without it about two million. */
  readonly bitrate?: number
}

export type SampleVideo = {
  /** `segment-0.ts` and so on. */
  readonly folder: string
  /** Seconds of each segment. */
  readonly segments: readonly number[]
}

/**
 * Makes a test picture with a running clock and a tone, cut into HLS segments that each start with a key frame.
 * Throws where `ffmpeg` is not on the PATH or fails.
 */
export async function makeSampleVideo(options: SampleVideoOptions): Promise<SampleVideo> {
  const encoding = encodingArguments(options)
  const folder = join(options.folder, createHash('sha256').update(encoding.join(' ')).digest('hex').slice(0, 16))
  if (!existsSync(folder)) await encode(encoding, folder)
  return { folder, segments: segmentLengths(options) }
}

/** Under another name until it is whole: a set-up that is interrupted, or two at once, leave nothing half made. */
async function encode(encoding: readonly string[], folder: string): Promise<void> {
  const unfinished = `${folder}.${randomUUID()}`
  await mkdir(unfinished, { recursive: true })
  try {
    await run('ffmpeg', [...encoding, '-hls_segment_filename', 'segment-%d.ts', 'index.m3u8'], { cwd: unfinished })
    await rename(unfinished, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

function encodingArguments({ seconds, segmentSeconds, bitrate }: SampleVideoOptions): string[] {
  const keyInterval = String(FRAMES_A_SECOND * segmentSeconds)
  const picture = `testsrc2=size=640x360:rate=${FRAMES_A_SECOND}`
  return [
    ...['-nostdin', '-loglevel', 'error'],
    ...['-f', 'lavfi', '-i', bitrate === undefined ? picture : `${picture},noise=alls=60:allf=t`],
    ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'],
    ...['-t', String(seconds), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
    ...['-g', keyInterval, '-keyint_min', keyInterval, '-sc_threshold', '0'],
    ...(bitrate === undefined ? [] : constantBitrate(bitrate)),
    ...['-c:a', 'aac', '-b:a', '96k', '-f', 'hls', '-hls_time', String(segmentSeconds), '-hls_list_size', '0'],
  ]
}

/** Noise does not compress, and what the encoder still saves is filled up. */
function constantBitrate(bitrate: number): string[] {
  const rate = String(bitrate)
  return ['-b:v', rate, '-minrate', rate, '-maxrate', rate, '-bufsize', rate, '-x264-params', 'nal-hrd=cbr']
}

function segmentLengths({ seconds, segmentSeconds }: SampleVideoOptions): number[] {
  const count = Math.ceil(seconds / segmentSeconds)
  return Array.from({ length: count }, (_, index) => Math.min(segmentSeconds, seconds - index * segmentSeconds))
}
