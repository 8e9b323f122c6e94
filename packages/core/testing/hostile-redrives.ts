import { type HostileBody, wrongAnywhere } from './hostile-bodies.ts'

const wrong = (name: string, fields: object, says: string): HostileBody => ({
  ...{ name, body: JSON.stringify(fields), says },
  ...{ status: 400, code: 'INVALID_REQUEST' },
})
const wrongCursor = (name: string, cursor: string): HostileBody => ({
  ...{ name, body: JSON.stringify({ cursor }), says: 'cursor' },
  ...{ status: 400, code: 'INVALID_CURSOR' },
})

/** Bodies of POST /dead-letters/redrive that must be refused. To add one: what it is, its fields, and what the answer must say. */
export const hostileRedrives: readonly HostileBody[] = [
  ...wrongAnywhere,
  wrong('a request for a job', { url: 'https://example.com/live/stream.m3u8' }, '"url"'),
  wrong('a job with its URL', { jobId: 'a', url: 'https://example.com/' }, '"url"'),
  wrong('an id in capitals', { JOBID: 'a' }, '"JOBID"'),
  wrong('a field that is not known', { all: true }, '"all"'),
  wrong('a field with an empty name', { '': 1 }, 'body: '),
  wrong('a thousand fields', { ...Array.from({ length: 1000 }, () => 1) }, 'Unrecognized keys'),
  wrong('an id that is null', { jobId: null }, 'jobId: '),
  wrong('an id that is a number', { jobId: 7 }, 'jobId: '),
  wrong('an id that is empty', { jobId: '' }, 'jobId: '),
  wrong('an id that is a path', { jobId: '../a' }, 'jobId: '),
  wrong('an id with a line break', { jobId: 'a\n' }, 'jobId: '),
  wrong('an id of 65 characters', { jobId: 'a'.repeat(65) }, 'jobId: '),
  wrong('an id for every job', { jobId: '*' }, 'jobId: '),
  wrong('a list of ids', { jobId: ['a'] }, 'jobId: '),
  wrong('an id that is an object', { jobId: { $ne: '' } }, 'jobId: '),
  wrong('a cursor that is null', { cursor: null }, 'cursor: '),
  wrong('a cursor that is a number', { cursor: 1 }, 'cursor: '),
  wrong('a cursor that is an object', { cursor: { jobId: 'a' } }, 'cursor: '),
  wrong('a cursor of over 1 KiB', { cursor: 'x'.repeat(1025) }, 'cursor: '),
  wrongCursor('a cursor that is a word', 'next'),
  wrongCursor('a cursor with half a surrogate pair', '\ud800'),
  wrongCursor('a cursor that is a row', JSON.stringify({ jobId: 'a' })),
  wrongCursor('a cursor of another list', Buffer.from('{"jobId":"a"}').toString('base64url')),
]
