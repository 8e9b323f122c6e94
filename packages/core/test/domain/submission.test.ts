import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  InvalidRequest,
  jobQuerySchema,
  messageSchema,
  parseRequest,
  requestHash,
  submissionSchema,
} from '../../src/index.ts'

const url = 'https://example.com/live'

/** The problems that parsing answers, or none. */
function problemsOf(schema: Parameters<typeof parseRequest>[0], input: unknown): readonly string[] {
  try {
    parseRequest(schema, input)
    return []
  } catch (error) {
    if (error instanceof InvalidRequest) return error.problems
    throw error
  }
}

describe('parseRequest', () => {
  it('answers what was asked for', () => {
    const submission = { url, jobId: 'my_Job-1', filename: 'clip', maxDurationSeconds: 60 }
    expect(parseRequest(submissionSchema, submission)).toEqual(submission)
  })

  it('names every field that is wrong, and what is wrong with it', () => {
    const wrong = { url: 'ftp://example.com', jobId: 'no spaces', filename: '', maxDurationSeconds: 0, colour: 'red' }
    expect(problemsOf(submissionSchema, wrong)).toEqual([
      expect.stringMatching(/^url: has the scheme "ftp:"/),
      expect.stringMatching(/^jobId: must be 1 to 64 letters/),
      expect.stringMatching(/^filename: .*>=1 characters/),
      expect.stringMatching(/^maxDurationSeconds: .*>=1/),
      expect.stringMatching(/^body: .*"colour"/),
    ])
  })

  it.each([
    ['null', null],
    ['a list', [{ url }]],
    ['text', 'https://example.com/live'],
    ['a number', 7],
  ])('refuses %s as a body', (_, body) => {
    expect(problemsOf(submissionSchema, body)).toEqual([expect.stringMatching(/^body: .*expected object/)])
  })

  it.each([
    ['no URL', {}, 'url'],
    ['a URL that is not text', { url: 1 }, 'url'],
    ['an id of 65 characters', { url, jobId: 'x'.repeat(65) }, 'jobId'],
    ['an empty id', { url, jobId: '' }, 'jobId'],
    ['an id with a line break at its end', { url, jobId: 'job\n' }, 'jobId'],
    ['half a second', { url, maxDurationSeconds: 0.5 }, 'maxDurationSeconds'],
    ['more than a week', { url, maxDurationSeconds: 604_801 }, 'maxDurationSeconds'],
    ['a start without its zone', { url, startAt: '2026-03-04T20:15:00' }, 'startAt'],
    ['a start on no day of the year', { url, startAt: '2026-02-30T20:15:00Z' }, 'startAt'],
    ['a start in words', { url, startAt: 'tomorrow' }, 'startAt'],
    ['a start in seconds', { url, startAt: 1_772_600_767 }, 'startAt'],
    ['an object key over REST', { url, s3Key: 'recordings/a.mkv' }, 'body'],
  ])('refuses %s', (_, body, field) => {
    expect(problemsOf(submissionSchema, body)).toEqual([expect.stringMatching(new RegExp(`^${field}: `))])
  })

  it('says briefly that a field of endless name is unknown, since the text is kept in the row', () => {
    const [problem] = problemsOf(submissionSchema, { url, ['x'.repeat(100_000)]: 1 })
    expect(problem).toMatch(/^body: Unrecognized key: "x+$/)
    expect(problem?.length).toBeLessThanOrEqual(300)
  })

  it('takes an object key in a message, as the original did', () => {
    const message = { jobId: 'job-1', url, filename: 'clip.mkv', s3Key: 'recordings/clip.mkv' }
    expect(parseRequest(messageSchema, message)).toEqual(message)
  })

  it('reads the query of a list, which is all text', () => {
    expect(parseRequest(jobQuerySchema, { limit: '7', status: 'FAILED' })).toEqual({ limit: 7, status: 'FAILED' })
    expect(parseRequest(jobQuerySchema, {})).toEqual({ limit: 50 })
  })
})

describe('requestHash', () => {
  const request = { url, filename: 'clip', maxDurationSeconds: 60, s3Key: 'recordings/clip.mkv' }

  it('is the same for the same request, in whatever order its fields come and under whatever id', () => {
    const reordered = Object.fromEntries(Object.entries(request).reverse())
    expect(requestHash({ ...parseRequest(messageSchema, reordered), jobId: 'job-1' })).toBe(requestHash(request))
  })

  it.each([{ url: `${url}?x` }, { filename: 'other' }, { maxDurationSeconds: 61 }, { s3Key: 'recordings/other.mkv' }])(
    'differs with %j',
    (change) => {
      expect(requestHash({ ...request, ...change })).not.toBe(requestHash(request))
    },
  )

  it('never confuses one field with another', () => {
    const optional = fc.option(fc.string({ minLength: 1 }), { nil: undefined })
    fc.assert(
      fc.property(fc.tuple(optional, optional), fc.tuple(optional, optional), (first, second) => {
        const [a, b] = [first, second].map(([filename, s3Key]) => requestHash({ url, filename, s3Key }))
        expect(a === b).toBe(JSON.stringify(first) === JSON.stringify(second))
      }),
    )
  })
})
