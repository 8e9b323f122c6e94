import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { toolsFolder } from '@chronicle/local/testing'

const run = (...args: readonly string[]) =>
  promisify(execFile)(`${toolsFolder}/bin/ffmpeg`, ['-hide_banner', '-nostdin', ...args], {
    maxBuffer: 64 * 1024 * 1024,
  })

/** Decodes a file to its end; answers what ffmpeg complained of, and how many seconds and frames there were. */
export async function decode(path: string, ...before: readonly string[]) {
  const [{ stderr: complaints }, { stdout }] = [
    await run('-v', 'error', ...before, '-i', path, '-f', 'null', '-'),
    await run('-v', 'error', ...before, '-progress', 'pipe:1', '-i', path, '-map', '0:v:0', '-f', 'null', '-'),
  ]
  const last = (name: string) => Number([...stdout.matchAll(new RegExp(`^${name}=(\\d+)$`, 'gm'))].at(-1)?.[1] ?? 0)
  return { complaints, seconds: last('out_time_us') / 1e6, frames: last('frame') }
}
