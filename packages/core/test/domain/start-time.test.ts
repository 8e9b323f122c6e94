import { describe, expect, it } from '@jest/globals'
import { checkStartTime, isDue, newJob, requestHash, utcTime } from '../../src/index.ts'

const now = new Date('2026-03-04T05:06:07.000Z')
const request = { jobId: 'job-1', url: 'https://example.com/live' }

describe('the time that a job is to start at', () => {
  it.each(['2026-03-04T20:15:00Z', '2026-03-04T21:15:00+01:00', '2026-03-04T20:15:00.000Z'])(
    'is a wait until then, in UTC, however it is written: %s',
    (startAt) => {
      expect(newJob({ ...request, startAt }, now)).toMatchObject({
        status: 'PENDING',
        startAt: '2026-03-04T20:15:00.000Z',
        nextAt: '2026-03-04T20:15:00.000Z',
        statusReason: 'It is to start at this time.',
        lookAt: '2026-03-04T20:15:00.000Z',
      })
    },
  )

  it('is no wait when it is past', () => {
    const job = newJob({ ...request, startAt: '2026-03-04T05:06:07Z' }, now)
    expect(job).toMatchObject({ startAt: '2026-03-04T05:06:07.000Z', lookAt: '2026-03-04T05:08:07.000Z' })
    expect(job).not.toHaveProperty('nextAt')
  })

  it('may be a year ahead, and no more', () => {
    expect(() => checkStartTime('2027-03-04T05:06:07Z', now)).not.toThrow()
    expect(() => checkStartTime(undefined, now)).not.toThrow()
    expect(() => checkStartTime('2000-01-01T00:00:00Z', now)).not.toThrow()
    expect(() => checkStartTime('2027-03-06T05:06:07Z', now)).toThrow(
      /startAt: 2027-03-06T05:06:07Z is more than a year/,
    )
  })

  it('is part of the request, as a time and not as a text; where it is not given, the hash is the one of old', () => {
    const hash = (startAt?: string) => requestHash({ ...request, ...(startAt !== undefined && { startAt }) })
    expect(hash('2026-03-04T20:15:00Z')).toBe(hash('2026-03-04T21:15:00+01:00'))
    expect(hash('2026-03-04T20:15:00Z')).not.toBe(hash('2026-03-04T20:15:01Z'))
    expect(hash('2026-03-04T20:15:00Z')).not.toBe(hash())
    // As it was before a job could have one.
    expect(hash()).toBe('bdddd1802dfe90cb25437369835451f5060891df40c5fc511dfb15a947ad3323')
  })

  it('is written in one way', () => {
    expect(utcTime('2026-03-04T21:15:00+01:00')).toBe('2026-03-04T20:15:00.000Z')
  })
})

describe('isDue', () => {
  it.each([
    [{ status: 'PENDING' as const }, true],
    [{ status: 'PENDING' as const, nextAt: '2026-03-04T05:06:07.000Z' }, true],
    [{ status: 'PENDING' as const, nextAt: '2026-03-04T05:06:07.001Z' }, false],
    [{ status: 'STARTED' as const }, false],
  ])('says of %j: %s', (job, expected) => {
    expect(isDue(job, now)).toBe(expected)
  })
})
