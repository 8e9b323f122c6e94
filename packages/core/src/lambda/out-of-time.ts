import { OutOfTime } from '../domain/errors.ts'

/** How an invocation ends whose handler does not: as an error that is answered, logged and counted, instead of being killed. */
export function outOfTime(): never {
  throw new OutOfTime()
}
