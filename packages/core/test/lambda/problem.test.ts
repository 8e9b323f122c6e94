import { describe, expect, it } from '@jest/globals'
import { InvalidCursor, InvalidRequest, JobIdTaken, JobNotFound, LaunchRefused } from '../../src/index.ts'
import { problemOf } from '../../src/lambda/index.ts'

/** What the middlewares throw: an error with a status. */
const httpError = (statusCode: number) => Object.assign(new Error('a text of theirs'), { statusCode })

describe('problemOf', () => {
  it('says an error of ours in the form of RFC 9457, with the request id', () => {
    expect(problemOf(new JobNotFound('job-1'), 'request-1')).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'JOB_NOT_FOUND',
      detail: 'there is no job "job-1"; GET /jobs lists those there are',
      requestId: 'request-1',
    })
  })

  it.each([
    [new InvalidRequest(['url: is not a URL']), 400, 'Bad Request', 'INVALID_REQUEST'],
    [new InvalidCursor('x'), 400, 'Bad Request', 'INVALID_CURSOR'],
    [new JobIdTaken('job-1'), 409, 'Conflict', 'JOB_ID_TAKEN'],
    [new LaunchRefused('NO_CAPACITY', 'no room', true), 503, 'Service Unavailable', 'NO_CAPACITY'],
    [httpError(415), 415, 'Unsupported Media Type', 'UNSUPPORTED_MEDIA_TYPE'],
    [httpError(422), 400, 'Bad Request', 'INVALID_BODY'],
    [httpError(404), 404, 'Not Found', 'ROUTE_NOT_FOUND'],
  ])('maps %s to its status and code', (error, status, title, code) => {
    expect(problemOf(error, 'request-1')).toMatchObject({ status, title, code })
  })

  it('names each field that is wrong, for programs', () => {
    const problems = ['url: is not a URL', 'jobId: too long']
    expect(problemOf(new InvalidRequest(problems), 'request-1').problems).toEqual(problems)
    expect(problemOf(new JobNotFound('job-1'), 'request-1')).not.toHaveProperty('problems')
  })

  it.each([
    ['an error', new Error('table "jobs": secret')],
    ['an error of another status', Object.assign(new Error('secret'), { statusCode: 403 })],
    ['an error with a status that is none', Object.assign(new Error('secret'), { statusCode: 'secret' })],
    ['text', 'secret'],
    ['nothing', undefined],
  ])('hides what %s says that nobody expected', (_, error) => {
    const problem = problemOf(error, 'request-1')
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL', requestId: 'request-1' })
    expect(JSON.stringify(problem)).not.toContain('secret')
  })

  it('repeats nothing of what the middlewares say', () => {
    for (const status of [404, 415, 422]) {
      expect(problemOf(httpError(status), 'request-1').detail).not.toContain('a text of theirs')
    }
  })
})
