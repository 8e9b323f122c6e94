import type { Tool } from './start-tool.ts'

/** After these, in milliseconds, a tool that was asked to end is asked again, and then made to. */
const AGAIN_AFTER = 2000
const KILL_AFTER = 8000

/**
 * Asks a tool to end. ffmpeg that hangs on a socket takes up to 24 s over the first SIGTERM, and none over the second; its
 * output must be read to the end meanwhile, or it never gets there.
 */
export function stopTool({ child, exited }: Tool): void {
  child.kill('SIGTERM')
  const timers = [
    setTimeout(() => child.kill('SIGTERM'), AGAIN_AFTER),
    setTimeout(() => child.kill('SIGKILL'), KILL_AFTER),
  ]
  void exited.then(() => timers.forEach(clearTimeout))
}
