import { jobView } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { describeJob, describeStages } from '../src/describe-job.ts'

const times = {
  createdAt: '2026-03-04T05:00:00.000Z',
  startedAt: '2026-03-04T05:00:01.000Z',
  recordingAt: '2026-03-04T05:00:04.500Z',
  uploadingAt: '2026-03-04T05:00:24.500Z',
  creatingTorrentAt: '2026-03-04T05:00:25.000Z',
  finishedAt: '2026-03-04T05:00:25.100Z',
}

describe('a job in words', () => {
  it('leaves out what there is not', () => {
    expect(describeJob(jobView(buildJob()))).toBe(
      ['job     job-1', 'status  PENDING', 'url     https://example.com/live/stream.m3u8'].join('\n'),
    )
  })

  it('says why a job failed, with the log kept in its column', () => {
    const failed = buildJob({ status: 'FAILED', errorCode: 'NO_MEDIA', error: 'nothing came', errorDetail: 'one\ntwo' })
    expect(describeJob(jobView(failed))).toMatch(/error +NO_MEDIA: nothing came\nlog +one\n +two$/)
  })

  it('says what a job waits for, and until when', () => {
    const waiting = buildJob({ statusReason: 'no room just now', nextAt: '2026-03-04T05:06:37.000Z' })
    expect(describeJob(jobView(waiting))).toMatch(/reason +no room just now\nnext try +2026-03-04T05:06:37\.000Z$/)
  })

  it('marks a recording that was cut short', () => {
    const partial = buildJob({ status: 'COMPLETED', partial: true, endReason: 'STOPPED' })
    expect(describeJob(jobView(partial))).toContain('COMPLETED (partial) STOPPED')
  })

  it('says what is missing inside a recording', () => {
    const longest = [
      { atSeconds: 8, seconds: 4 },
      { atSeconds: 90, seconds: 2.5 },
    ]
    const two = buildJob({ status: 'COMPLETED', gaps: { count: 2, seconds: 6.5, longest } })
    expect(describeJob(jobView(two))).toMatch(/gaps +6\.5 s missing: 4\.0 s at 8\.0 s, 2\.5 s at 1 min 30 s$/)
    const many = buildJob({ status: 'COMPLETED', gaps: { count: 12, seconds: 70, longest } })
    expect(describeJob(jobView(many))).toMatch(/gaps +1 min 10 s missing: .* at 1 min 30 s, and 10 shorter ones$/)
  })

  it('says what the attempts before came to', () => {
    const attempts = [
      { attempt: 1, status: 'COMPLETED', partial: true, endReason: 'STOPPED', s3Key: 'recordings/a.mkv', size: 2000 },
      { attempt: 2, status: 'FAILED', errorCode: 'STREAM_NOT_FOUND', error: 'it is gone' },
    ] as const
    const text = describeJob(jobView(buildJob({ attempt: 3, s3Bucket: 'bucket', attempts: [...attempts] })))
    expect(text).toMatch(/attempt 1 +COMPLETED \(partial\) STOPPED s3:\/\/bucket\/recordings\/a\.mkv \(2\.0 kB\)\n/)
    expect(text).toMatch(/attempt 2 +FAILED STREAM_NOT_FOUND: it is gone$/)
  })

  it('says that a job is to stop, or is being deleted', () => {
    const stopping = buildJob({ status: 'RECORDING', cancelRequested: true })
    expect(describeJob(jobView(stopping))).toMatch(/status +RECORDING \(cancel asked for\)/)
    const deleted = buildJob({ status: 'FAILED', purgeRequested: true, cancelRequested: true })
    expect(describeJob(jobView(deleted))).toMatch(/status +FAILED \(being deleted\)/)
  })

  it('says of a backfill below what it is and how far, and of no stages that it has not', () => {
    const backfill = { after: 'films/b', listed: 12_000, ready: 11_990, ordered: 8, refused: 2, failed: 0 }
    const row = { kind: 'backfill', s3Bucket: 'bucket', prefix: 'films/', backfill, ...times } as const
    const { url: _, ...job } = buildJob({ status: 'COMPLETED', ...row })
    expect(describeJob(jobView(job))).toMatch(
      /below +s3:\/\/bucket\/films\/\nobjects +12,000 listed: 11,990 ready, 8 ordered, 2 refused$/,
    )
    expect(describeJob(jobView({ ...job, prefix: '' }))).toMatch(/below +s3:\/\/bucket\/\n/)
    expect(describeStages(jobView(job))).toBe('')
  })

  it('says how long each stage took', () => {
    expect(
      describeStages(jobView(buildJob({ status: 'COMPLETED', ...times })))
        .split('\n')
        .map((line) => line.replace(/ {2,}/, ': ')),
    ).toEqual([
      'waiting for the recorder to start: 1.0 s',
      'resolving the stream: 3.5 s',
      'recording: 20.0 s',
      'uploading the rest: 0.5 s',
      'making the torrent: 0.1 s',
    ])
  })
})
