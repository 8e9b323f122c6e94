import { describe, expect, it } from '@jest/globals'
import { createDispatcher, url } from './dispatcher.ts'

const good = JSON.stringify({ url })
const json = { 'Content-Type': 'application/json' }

/** Posts a body as it comes over the line. */
async function postRaw(event: Parameters<ReturnType<typeof createDispatcher>['request']>[0]) {
  const { request, jobs, queue } = createDispatcher()
  const answer = await request({ method: 'POST', path: '/jobs', ...event })
  return { answer, written: [jobs.rows.size, queue.rings.length] }
}

describe('the body of POST /jobs', () => {
  it.each([
    ['plain JSON', { body: good }],
    ['JSON in base64', { body: Buffer.from(good).toString('base64'), isBase64Encoded: true }],
    ['JSON with blanks around it', { body: `\r\n ${good} \n` }],
    ['a key twice, of which the last counts', { body: `{"url":"stream","url":"${url}"}` }],
    ['a header in lower case', { body: good, headers: { 'content-type': 'application/json' } }],
    ['a header in capitals', { body: good, headers: { 'CONTENT-TYPE': 'application/json' } }],
    ['a header with a charset', { body: good, headers: { 'Content-Type': 'application/json; charset=utf-8' } }],
    ['a JSON type of its own', { body: good, headers: { 'Content-Type': 'application/vnd.example+json' } }],
  ])('is taken as %s', async (_, event) => {
    const { answer, written } = await postRaw(event)
    expect(answer).toMatchObject({ statusCode: 202, body: { url } })
    expect(written).toEqual([1, 1])
  })

  it.each([
    ['nothing', { body: null, headers: json }, 400, 'INVALID_REQUEST'],
    ['the word null', { body: 'null' }, 400, 'INVALID_REQUEST'],
    ['a list', { body: `[${good}]` }, 400, 'INVALID_REQUEST'],
    ['text in quotes', { body: `"${url}"` }, 400, 'INVALID_REQUEST'],
    ['a number', { body: '7' }, 400, 'INVALID_REQUEST'],
    ['an empty object', { body: '{}' }, 400, 'INVALID_REQUEST'],
    ['an unknown field', { body: JSON.stringify({ url, colour: 'red' }) }, 400, 'INVALID_REQUEST'],
    ['nothing between the headers and the end', { body: '' }, 400, 'INVALID_BODY'],
    ['half an object', { body: '{"url":' }, 400, 'INVALID_BODY'],
    ['no JSON', { body: `url=${url}` }, 400, 'INVALID_BODY'],
    ['a byte order mark before it', { body: `\uFEFF${good}` }, 400, 'INVALID_BODY'],
    ['a reach for the prototype', { body: `{"__proto__":{"url":"${url}"}}` }, 400, 'INVALID_BODY'],
    ['another content type', { body: good, headers: { 'Content-Type': 'text/plain' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['no content type', { body: good, headers: {} }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('is refused as %s, with a problem, and nothing is written', async (_, event, statusCode, code) => {
    const { answer, written } = await postRaw(event)
    expect(answer).toMatchObject({
      statusCode,
      headers: { 'content-type': 'application/problem+json', 'x-request-id': 'request-1' },
      body: { status: statusCode, code, requestId: 'request-1' },
    })
    expect(written).toEqual([0, 0])
  })
})
