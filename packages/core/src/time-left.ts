import { AsyncLocalStorage } from 'node:async_hooks'
import { OutOfTime } from './domain/errors.ts'

const invocation = new AsyncLocalStorage<() => number>()

/**
 * Does work that has only so much time: no call to AWS that is made in it, however deep, waits for longer than `timeLeft`
 * says (milliseconds, asked again and again). So the sum of all attempts and time-outs of an invocation has a bound.
 */
export function withTimeLeft<Result>(timeLeft: () => number, work: () => Promise<Result>): Promise<Result> {
  return invocation.run(timeLeft, work)
}

/** How long the work that asks may still take, in milliseconds; Infinity in a program that nobody ends. */
export function timeLeft(): number {
  return invocation.getStore()?.() ?? Number.POSITIVE_INFINITY
}

/** Waits for work for as long as there is time. Throws OutOfTime then: how the work ends is unknown. */
export async function inTime<Result>(work: () => Promise<Result>): Promise<Result> {
  const left = timeLeft()
  if (left === Number.POSITIVE_INFINITY) return work()
  if (left <= 0) throw new OutOfTime()
  let timer: NodeJS.Timeout | undefined
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OutOfTime()), left)
  })
  return Promise.race([work(), end]).finally(() => clearTimeout(timer))
}
