import { SourceRefused } from '@chronicle/core'
import { expect, test } from '@jest/globals'
import { refusalCause } from '../../src/egress/refusal-cause.ts'
import { NothingRecorded, RecordingFailed, RunnerLost } from '../../src/failures.ts'

const refusal = new SourceRefused(
  'inside.example:80',
  'has the host "inside.example", whose address 10.0.0.1 is private',
)

test.each([
  new RecordingFailed('STREAM_FORBIDDEN', 'yt-dlp was told 403'),
  new RecordingFailed('RESOLVE_FAILED', 'yt-dlp said something'),
  new NothingRecorded('SOURCE_LOST'),
  new NothingRecorded('ENDED'),
])('a connection that was refused is the cause of %s', (error) => {
  const cause = refusalCause(error, [refusal])
  expect(cause).toMatchObject({ code: 'SOURCE_REFUSED', cause: error })
  expect(cause).toMatchObject({ message: expect.stringContaining('inside.example:80, which has the host') })
})

test.each([
  new NothingRecorded('STOPPED'),
  new NothingRecorded('CANCEL_REQUESTED'),
  new RecordingFailed('TOOL_MISSING', 'no ffmpeg'),
  new RunnerLost('taken over'),
  new Error('disk full'),
])('it is not the cause of %s', (error) => {
  expect(refusalCause(error, [refusal])).toBe(error)
})

test('nothing is a cause where nothing was refused', () => {
  const error = new NothingRecorded('SOURCE_LOST')
  expect(refusalCause(error, [])).toBe(error)
})
