import type { Step } from './steps.ts'

/** How a step went: its resources are as they should be; they are not; or it had nothing to stand on. */
export type Outcome =
  | { readonly step: string; readonly state: 'ready' }
  | { readonly step: string; readonly state: 'failed'; readonly error: Error }
  | { readonly step: string; readonly state: 'left out'; readonly for: readonly string[] }

/**
 * Runs steps side by side, each as soon as those that it needs are ready. One that fails holds up only those that need it.
 * @param onOutcome told of each as it ends
 */
export function runSteps(
  steps: readonly Step[],
  onOutcome: (outcome: Outcome) => void = () => {},
): Promise<readonly Outcome[]> {
  const running = new Map<string, Promise<Outcome>>()
  for (const step of steps) {
    const needed = Promise.all(step.needs.map((name) => running.get(name)))
    const outcome = needed.then(async (outcomes) => {
      const missing = step.needs.filter((_, index) => outcomes[index]?.state !== 'ready')
      const ended: Outcome =
        missing.length > 0 ? { step: step.name, state: 'left out', for: missing } : await outcomeOf(step)
      onOutcome(ended)
      return ended
    })
    running.set(step.name, outcome)
  }
  return Promise.all(running.values())
}

async function outcomeOf({ name, run }: Step): Promise<Outcome> {
  try {
    await run()
    return { step: name, state: 'ready' }
  } catch (error) {
    return { step: name, state: 'failed', error: error instanceof Error ? error : new Error(String(error)) }
  }
}
