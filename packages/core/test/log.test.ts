import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { createLogger } from '../src/index.ts'

let written: string[] = []

/** Keeps what goes to a stream instead of printing it. */
function capture(stream: NodeJS.WriteStream) {
  jest.spyOn(stream, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
}

describe('createLogger', () => {
  beforeEach(() => {
    written = []
    capture(process.stdout)
    capture(process.stderr)
  })
  afterEach(() => {
    jest.restoreAllMocks()
  })

  it.each(['info', 'warn', 'error'] as const)(
    'prints a line of JSON at level %s, with the ids that go with it',
    (level) => {
      createLogger('dispatch-to-ecs')[level]('recorder launched', { jobId: 'job-1', attempt: 1 })
      expect(written).toHaveLength(1)
      expect(JSON.parse(written[0] ?? '')).toMatchObject({
        level: level.toUpperCase(),
        message: 'recorder launched',
        service: 'dispatch-to-ecs',
        jobId: 'job-1',
        attempt: 1,
      })
    },
  )

  it('prints an error with what caused it', () => {
    const error = new Error('launch failed', { cause: new Error('socket hang up') })
    createLogger('dispatch-to-ecs').error('request failed', { error })
    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      error: { message: 'launch failed', cause: { message: 'socket hang up' } },
    })
  })
})
