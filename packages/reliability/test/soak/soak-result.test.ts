import { describe, expect, it } from '@jest/globals'
import type { Row } from '../../src/soak/read-rows.ts'
import { type Evidence, judge, percentile } from '../../src/soak/soak-result.ts'

const submitted = Date.parse('2026-03-04T05:06:07.000Z')
const accepted = ['a', 'b', 'c'].map((jobId) => ({ jobId, way: 'SQS' as const, at: submitted }))

const row = (jobId: string, more: Partial<Row> = {}): [string, Row] => [
  jobId,
  {
    jobId,
    status: 'COMPLETED',
    attempt: 1,
    createdAt: '2026-03-04T05:06:07.000Z',
    startedAt: '2026-03-04T05:06:09.500Z',
    ...more,
  },
]

function judged(evidence: Partial<Evidence>) {
  return judge({
    options: {
      jobs: 3,
      minutes: 1,
      seed: 1,
      sqsShare: 1,
      perSecond: 1,
      atOnce: 9,
      streams: 0,
      faultShare: 0,
      secondsBetweenRestarts: 9,
    },
    seconds: 60,
    accepted,
    rows: new Map([row('a'), row('b'), row('c')]),
    recorders: new Map([
      ['a/1', 1],
      ['b/1', 1],
      ['c/1', 1],
    ]),
    refusals: 0,
    messages: 0,
    restarts: 0,
    calls: 9,
    faults: {},
    ...evidence,
  })
}

describe('the judge of a soak', () => {
  it('finds nothing wrong where every job has ended, recorded once', () => {
    const result = judged({})
    expect(result).toMatchObject({ lost: [], unfinished: [], recordedTwice: [], recordersPastFence: 3 })
    expect([...result.ends]).toEqual([['COMPLETED', 3]])
    expect(result.queueToLaunch).toEqual({ p50: 2.5, p99: 2.5, longest: 2.5 })
  })

  it('calls a job lost that has neither a row nor a message', () => {
    const rows = new Map([row('a'), row('b')])
    expect(judged({ rows })).toMatchObject({ lost: ['c'], unfinished: [] })
    expect(judged({ rows, messages: 1 })).toMatchObject({ lost: [], unfinished: ['c'] })
  })

  it('calls an open job lost that the sweep never looks at, and another one unfinished', () => {
    const open = { status: 'PENDING' } as const
    const rows = new Map([row('a'), row('b', open), row('c', { ...open, lookAt: '2026-03-04T05:08:07.000Z' })])
    expect(judged({ rows })).toMatchObject({ lost: ['b'], unfinished: ['c'] })
  })

  it('names the job that waited longest, of those that were launched', () => {
    const rows = new Map([row('a'), row('b', { startedAt: '2026-03-04T05:07:07.000Z' })])
    expect(judged({ rows })).toMatchObject({ queueToLaunch: { longest: 60 }, slowest: 'b' })
    expect(judged({ rows: new Map() }).slowest).toBeUndefined()
  })

  it('counts recorders by attempt: two of one are one too many, one of each of two are not', () => {
    const recorders = new Map([
      ['a/1', 2],
      ['b/1', 1],
      ['b/2', 1],
    ])
    expect(judged({ recorders })).toMatchObject({ recordedTwice: ['a/1'], recordersPastFence: 4 })
  })
})

it.each([
  [0.5, 50],
  [0.99, 99],
  [1, 100],
])('the percentile %d of 1 to 100 is %d', (share, value) => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(percentile(values, share)).toBe(value)
})
