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

/** Complaints when a file is decoded from a place inside it. */
export async function seekingErrors(file: string, seconds: number): Promise<string> {
  const { stderr } = await run('ffmpeg', ['-v', 'error', '-ss', String(seconds), '-i', file, '-f', 'null', '-'])
  return stderr
}
