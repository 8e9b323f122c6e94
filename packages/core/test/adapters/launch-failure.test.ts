import { describe, expect, it } from '@jest/globals'
import { refusedByFailures } from '../../src/adapters/launch-failure.ts'

describe('refusedByFailures', () => {
  it.each([
    'RESOURCE:CPU',
    'RESOURCE:MEMORY',
    'RESOURCE:ENI',
    'RESOURCE:PORTS',
    'AGENT',
    'Capacity is unavailable at this time. Please try again later or in a different availability zone',
  ])('tries again after %s, which passes by itself', (reason) => {
    expect(refusedByFailures([{ reason }])).toMatchObject({ code: 'NO_CAPACITY', retryable: true })
  })

  it.each(['MISSING', 'INACTIVE', 'ATTRIBUTE', 'LOCATION', 'AGENT_TOO_OLD', '', undefined])(
    'gives up after "%s", which nothing but a mend cures',
    (reason) => {
      const failure = reason === undefined ? {} : { reason }
      expect(refusedByFailures([failure])).toMatchObject({ code: 'LAUNCH_REFUSED', retryable: false })
    },
  )

  it('gives up when one of several failures needs a mend', () => {
    expect(refusedByFailures([{ reason: 'RESOURCE:CPU' }, { reason: 'MISSING' }]).retryable).toBe(false)
  })

  it('tries again when ECS says neither task nor failure', () => {
    expect(refusedByFailures([])).toMatchObject({ retryable: true, message: expect.stringContaining('no reason') })
  })

  it('tells every reason and its detail', () => {
    const failures = [{ reason: 'MISSING', detail: 'cluster is gone' }, { reason: 'ATTRIBUTE' }]
    expect(refusedByFailures(failures).message).toContain('MISSING: cluster is gone; ATTRIBUTE')
  })
})
