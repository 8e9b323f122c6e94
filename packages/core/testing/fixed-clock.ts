import type { Clock } from '../src/index.ts'

/** A clock that stands still until it is told to go on. */
export function fixedClock(
  start: Date | string = '2026-03-04T05:06:07.000Z',
): Clock & { advance(milliseconds: number): void } {
  let time = new Date(start).getTime()
  return {
    now: () => new Date(time),
    advance: (milliseconds) => {
      time += milliseconds
    },
  }
}
