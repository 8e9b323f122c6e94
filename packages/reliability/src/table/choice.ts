import { matching } from './env.ts'

/** Which cells of a table are run. */
export type Choice = {
  /** One of so many. 1 is the whole table. */
  readonly oneOf: number
  /** Of these again, the ones whose name it fits. */
  readonly matching: RegExp
}

export const whole: Choice = { oneOf: 1, matching }

/** What `npm test` has time for. An odd share, so that of points taken twice it has both kinds. */
export const short: Choice = { oneOf: 7, matching }

/**
 * `diagonal` is the sum of a cell's row and column. So the share of a table is always the same one, and it has a cell of every
 * row that has as many columns as the share asks for, and of every column.
 */
export const isChosen = ({ oneOf, matching }: Choice, diagonal: number, name: string): boolean =>
  diagonal % oneOf === 0 && matching.test(name)

/** Worlds that are open at once: as many as keep two processors busy. */
export const AT_ONCE = 6

/** `120 of 960 cells` */
export const ofAll = (chosen: number, all: number, things: string): string =>
  chosen === all ? `all ${all} ${things}` : `${chosen} of ${all} ${things}`
