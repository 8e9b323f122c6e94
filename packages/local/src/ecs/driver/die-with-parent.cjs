// Loaded before the recorder (NODE_OPTIONS=--require). A stack killed with SIGKILL can end nobody, so each task watches
// whether it still has its parent, and ends as StopTask would end it.
const { isMainThread } = require('node:worker_threads')

const POLL_MS = 500
// Not the whole stop timeout: without the stack there is nowhere to upload to.
const GRACE_MS = 5_000

const parent = process.ppid

function endGroup() {
  try {
    // As a task's first process it leads a group, with ffmpeg and the like in it.
    process.kill(-process.pid, 'SIGKILL')
  } catch {
    process.kill(process.pid, 'SIGKILL')
  }
}

function endIfOrphaned() {
  if (process.ppid === parent) return
  clearInterval(watch)
  if (process.listenerCount('SIGTERM') === 0) return endGroup()
  process.once('exit', endGroup)
  process.kill(process.pid, 'SIGTERM')
  setTimeout(endGroup, GRACE_MS).unref()
}

const watch = isMainThread ? setInterval(endIfOrphaned, POLL_MS).unref() : undefined
