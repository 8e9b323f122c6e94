import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { isEnded, type JobStatus, jobStatuses, openStatuses, statusesBefore } from '../../src/index.ts'

/** The order as design and README state it: three ways to end, all of the same rank. */
const order = [
  ['PENDING'],
  ['STARTED'],
  ['RECORDING'],
  ['UPLOADING'],
  ['CREATING_TORRENT'],
  ['COMPLETED', 'FAILED', 'CANCELLED'],
]
const rank = (status: JobStatus) => order.findIndex((statuses) => statuses.includes(status))

/** Where a job gets by changes that arrive in any order and any number, each guarded as the store guards it. */
function pathOf(changes: readonly JobStatus[]): JobStatus[] {
  const path: JobStatus[] = ['PENDING']
  for (const next of changes) {
    if (statusesBefore(next).includes(path.at(-1) ?? 'PENDING')) path.push(next)
  }
  return path
}

describe('the order of statuses', () => {
  const changes = fc.array(fc.constantFrom(...jobStatuses), { maxLength: 30 })

  it('only ever goes up, whatever arrives late, twice or out of order', () => {
    fc.assert(
      fc.property(changes, (arriving) => {
        const ranks = pathOf(arriving).map(rank)
        expect(ranks).toEqual([...new Set(ranks)].sort((a, b) => a - b))
      }),
    )
  })

  it('ends with the first end that arrives, and with none of those after it', () => {
    fc.assert(
      fc.property(changes, (arriving) => {
        expect(pathOf(arriving).find(isEnded)).toBe(arriving.find((status) => rank(status) === 5))
      }),
    )
  })

  it('lets a change skip statuses, since the events in between may be lost', () => {
    expect(pathOf(['UPLOADING', 'COMPLETED'])).toEqual(['PENDING', 'UPLOADING', 'COMPLETED'])
  })

  it.each(['COMPLETED', 'FAILED', 'CANCELLED'] as const)('moves nowhere from %s', (ended) => {
    expect(isEnded(ended)).toBe(true)
    expect(jobStatuses.filter((next) => statusesBefore(next).includes(ended))).toEqual([])
  })

  it('tells open jobs from ended ones', () => {
    expect(openStatuses).toEqual(order.slice(0, 5).flat())
    expect(openStatuses.some(isEnded)).toBe(false)
  })
})
