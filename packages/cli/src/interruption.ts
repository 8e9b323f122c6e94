const PARENT_CHECK_MS = 250

/** Ended from outside; `exitCode` is what a shell expects then. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly exitCode: number
  constructor(what: string, exitCode: number) {
    super(what)
    this.exitCode = exitCode
  }
}

/**
 * A signal that is aborted, with an Interrupted, at Ctrl-C, at SIGTERM and SIGHUP, and when the parent dies: npm does not pass
 * signals on, so its death is all that is seen of them.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  const parent = process.ppid
  const stop = (what: string, exitCode: number) => controller.abort(new Interrupted(what, exitCode))
  process.on('SIGINT', () => stop('interrupted', 130))
  process.on('SIGTERM', () => stop('terminated', 143))
  process.on('SIGHUP', () => stop('hung up', 129))
  setInterval(() => process.ppid !== parent && stop('the parent process is gone', 143), PARENT_CHECK_MS).unref()
  return controller.signal
}
