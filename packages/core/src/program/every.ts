export type Repetition = {
  /** Ends it once the run under way is done. Throws what a run threw. */
  stop(): Promise<void>
}

/** Runs an action at once and again and again, with a pause after each run, so that no two runs overlap. */
export function every(pauseMs: number, action: () => Promise<void> | void): Repetition {
  let isStopped = false
  let wake = () => {}
  const loop = (async () => {
    while (!isStopped) {
      await action()
      if (isStopped) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  })()
  loop.catch(() => undefined) // kept for stop() to throw; until then it is nobody's
  return {
    stop: async () => {
      isStopped = true
      wake()
      await loop
    },
  }
}
