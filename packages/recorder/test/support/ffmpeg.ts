import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What ffmpeg complains about when it decodes a file; empty where all is well. */
export async function decodingErrors(file: string): Promise<string> {
  const { stderr } = await run('ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'])
  return stderr
}

/** Pictures in a file. */
export async function countFrames(file: string): Promise<number> {
  const { stderr } = await run('ffmpeg', ['-nostdin', '-i', file, '-map', '0:v', '-c', 'copy', '-f', 'null', '-'])
  return Number(/frame=\s*(\d+)(?!.*frame=)/s.exec(stderr)?.[1])
}

/** Where the pictures of a file are more than a second apart, by its own times: seconds into it, and seconds that are missing. */
export async function jumpsIn(file: string): Promise<{ atSeconds: number; seconds: number }[]> {
  const arguments_ = ['-v', 'error', '-i', file, '-map', '0:v', '-c', 'copy', '-f', 'framecrc', '-']
  const { stdout } = await run('ffmpeg', arguments_, { maxBuffer: 10_000_000 })
  const times = stdout.split('\n').flatMap((line) => (line.startsWith('0,') ? Number(line.split(',')[1]) / 1000 : []))
  return times.flatMap((time, index) => {
    const before = times[index - 1] ?? time
    return time - before > 1 ? [{ atSeconds: before, seconds: time - before }] : []
  })
}

/** Complaints when a file is decoded from a place inside it. */
export async function seekingErrors(file: string, seconds: number): Promise<string> {
  const { stderr } = await run('ffmpeg', ['-v', 'error', '-ss', String(seconds), '-i', file, '-f', 'null', '-'])
  return stderr
}
