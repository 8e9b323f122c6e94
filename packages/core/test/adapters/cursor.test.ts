import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decodeCursor, encodeCursor } from '../../src/adapters/cursor.ts'
import { InvalidCursor } from '../../src/index.ts'

const position = { jobId: 'job-1', createdAt: '2026-03-04T05:06:07.000Z' }
const encoded = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url')

describe('the cursor of a list', () => {
  it('leads back to the row that it was made of', () => {
    const positions = fc.record({
      jobId: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
      createdAt: fc
        .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    })
    fc.assert(fc.property(positions, (row) => expect(decodeCursor(encodeCursor(row))).toEqual(row)))
  })

  it('holds nothing of the row but its place, and fits into a URL as it is', () => {
    const cursor = encodeCursor({ ...position, ...{ url: 'https://example.com/secret' } })
    expect(decodeCursor(cursor)).toEqual(position)
    expect(encodeURIComponent(cursor)).toBe(cursor)
  })

  it.each([
    ['nothing', ''],
    ['text', 'not a cursor'],
    ['null', encoded(null)],
    ['a list', encoded([position])],
    ['half a position', encoded({ jobId: 'job-1' })],
    ['a date that is none', encoded({ ...position, createdAt: 'yesterday' })],
    ['an attribute of its own choice', encoded({ ...position, status: 'FAILED' })],
  ])('is refused when it is %s', (_, cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(InvalidCursor)
  })
})
