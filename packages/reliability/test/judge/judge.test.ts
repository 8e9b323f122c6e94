import { buildJob, sqsRecord } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import type { Evidence } from '../../src/judge/evidence.ts'
import { judge } from '../../src/judge/judge.ts'
import { events, evidenceOf } from './evidence-of.ts'

const recording = { message: 'recording', jobId: 'job-1', attempt: 1 }
const row = (different: Partial<Evidence['rows'][number]>) => buildJob({ jobId: 'job-1', ...different })
const delivery = (place: number, done: boolean, group = 'one') => {
  const record = sqsRecord({ messageId: `message-${place}`, body: {}, groupId: group })
  return { record: { ...record, attributes: { ...record.attributes, SequenceNumber: String(place) } }, done }
}
const object = { key: 'a', versions: 1, torrents: 1, infoHash: 'f00d', fits: true }

describe('the judge', () => {
  it('finds nothing where all went well', () => {
    expect(judge(evidenceOf())).toEqual([])
    expect(judge(evidenceOf({ deliveries: [delivery(1, false), delivery(1, true), delivery(2, true)] }))).toEqual([])
    expect(judge(evidenceOf({ objects: [object] }))).toEqual([])
  })

  it.each<[string, string, Partial<Evidence>]>([
    ['I1', 'a second recorder of an attempt', { taskLines: [recording, recording] }],
    ['I2', 'an accepted job without a row', { accepted: new Set(['job-1', 'job-2']) }],
    [
      'I2',
      'an accepted job that is still open',
      { rows: [row({ status: 'STARTED', events: events('PENDING', 'STARTED') })] },
    ],
    ['I3', 'a message that overtook one of its group', { deliveries: [delivery(1, false), delivery(2, true)] }],
    ['I4', 'two torrents of one version', { objects: [{ ...object, torrents: 2 }] }],
    ['I4', 'a torrent of other bytes', { objects: [{ ...object, fits: false }] }],
    [
      'I4',
      'a row that names another torrent',
      { objects: [object], rows: [row({ status: 'FAILED', events: events('FAILED'), s3Key: 'a', infoHash: 'beef' })] },
    ],
    ['I5', 'a status that went back', { rows: [row({ status: 'STARTED', events: events('RECORDING', 'STARTED') })] }],
    ['I5', 'a status without an event', { rows: [row({ status: 'FAILED', events: events('PENDING') })] }],
    ['I6', 'something left behind', { offences: ['a request is under way'] }],
    ['I7', 'a secret in what was printed', { printed: '{"url":"http://stream.example/?a token"}' }],
  ])('finds, as %s, %s', (invariant, _, different) => {
    const problems = judge(evidenceOf(different))
    expect(problems.map((problem) => problem.slice(0, 2))).toContain(invariant)
  })

  it('minds the order within groups only, and two recorders of one attempt only', () => {
    expect(judge(evidenceOf({ deliveries: [delivery(1, false, 'one'), delivery(2, true, 'two')] }))).toEqual([])
    expect(judge(evidenceOf({ taskLines: [recording, { ...recording, attempt: 2 }] }))).toEqual([])
  })
})
