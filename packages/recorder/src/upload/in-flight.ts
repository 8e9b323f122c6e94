/** Tasks that run at the same time, but no more than a few. */
export type InFlight = {
  /** Waits until another task may be added. Throws what an earlier task threw. */
  room(): Promise<void>
  /** Starts a task and does not wait for its end. */
  add(task: () => Promise<void>): void
  /** Waits for all of them. Throws what one of them threw. */
  drain(): Promise<void>
}

export function createInFlight(limit: number): InFlight {
  const running = new Set<Promise<void>>()
  const errors: unknown[] = []
  const throwFirst = () => {
    if (errors.length > 0) throw errors[0]
  }
  return {
    room: async () => {
      while (running.size >= limit) await Promise.race(running)
      throwFirst()
    },
    add: (task) => {
      const run: Promise<void> = task()
        .catch((error) => {
          errors.push(error)
        })
        .finally(() => running.delete(run))
      running.add(run)
    },
    drain: async () => {
      await Promise.all(running)
      throwFirst()
    },
  }
}
