import { createStreamingPieces } from '@chronicle/core'
import { lambdaContext } from '@chronicle/core/testing'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { deadlineOf } from '../src/deadline.ts'
import { createCreator } from './creator.ts'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

describe('the deadline of an invocation', () => {
  it('is before its end, so that there is time to clean up, and says what would help', () => {
    const deadline = deadlineOf(lambdaContext())
    jest.advanceTimersByTime(26_900)
    expect(deadline.aborted).toBe(false)
    jest.advanceTimersByTime(200)
    expect(deadline.reason).toMatchObject({ code: 'OUT_OF_TIME', message: expect.stringContaining('in the 27 s') })
  })

  it('ends the reading of an object, and the event is repeated', async () => {
    const { put, send, torrentOf } = createCreator({
      createPieces: (objects) =>
        createStreamingPieces({
          ...objects,
          read: async function* () {
            yield Buffer.from('con')
            jest.advanceTimersByTime(30_000)
            yield Buffer.from('tent')
          },
        }),
    })
    await expect(send(put('a.bin', 'content'))).rejects.toMatchObject({ errors: [{ code: 'OUT_OF_TIME' }] })
    expect(torrentOf('a.bin')).toBeUndefined()
  })
})
