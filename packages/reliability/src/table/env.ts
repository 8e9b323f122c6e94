const { CELLS, FAULTS } = process.env

/** CELLS: a regular expression; of a table those cells alone are run whose name it fits. */
export const matching = new RegExp(CELLS ?? '')

/** FAULTS=all: every way of breaking a call, also where a repeat by the SDK makes up for it, or another flow makes the same call. */
export const everything = FAULTS === 'all'
