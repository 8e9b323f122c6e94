// Loaded before the recorder (NODE_OPTIONS=--require). A stack killed with SIGKILL can end nobody, so each task holds the
// other end of a pipe from the stack: when that closes, the stack is gone, and the task ends as StopTask would end it.
// Not by its parent's id: a task that starts while the stack dies has never seen the right one.
const { isMainThread } = require('node:worker_threads')

// Not the whole stop timeout: without the stack there is nowhere to upload to.
const GRACE_MS = 5_000

function endGroup() {
  // A task leads a process group, with ffmpeg and the like in it.
  process.kill(-process.pid, 'SIGKILL')
}

function endAsOrphan() {
  if (process.listenerCount('SIGTERM') === 0) return endGroup()
  process.once('exit', endGroup)
  process.kill(process.pid, 'SIGTERM')
  setTimeout(endGroup, GRACE_MS).unref()
}

if (isMainThread) {
  // biome-ignore lint/style/noProcessEnv: what the task starts in its turn has another stdin, and must not load this
  delete process.env.NODE_OPTIONS
  process.stdin.once('close', endAsOrphan).resume().unref()
}
