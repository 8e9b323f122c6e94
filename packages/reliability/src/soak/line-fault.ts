/** What can become of a call on its way, by when it is hit: before it has an effect, after it, or on time but slowly. */
export const lineFaults = ['throttled', 'unavailable', 'cut off', 'answer lost', 'error after effect', 'slow'] as const
export type LineFault = (typeof lineFaults)[number]

/**
 * Chooses the fault of each call to AWS, by its id, which all attempts of a call share: a `share` of the calls has one, and half
 * of those at every attempt, so that the SDK's own repeats do not mend it.
 */
export function chooseFaults(random: () => number, share: number) {
  const chosen = new Map<string, { readonly fault: LineFault; readonly isLasting: boolean } | undefined>()
  return (callId: string): LineFault | undefined => {
    const isFirst = !chosen.has(callId)
    if (isFirst) chosen.set(callId, random() < share ? draw(random) : undefined)
    const choice = chosen.get(callId)
    return choice && (isFirst || choice.isLasting) ? choice.fault : undefined
  }
}

function draw(random: () => number) {
  const fault = lineFaults[Math.floor(random() * lineFaults.length)] ?? 'slow'
  return { fault, isLasting: random() < 0.5 }
}
