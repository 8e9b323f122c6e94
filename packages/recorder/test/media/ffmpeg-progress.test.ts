import { expect, test } from '@jest/globals'
import { createProgressReader, type FfmpegProgress } from '../../src/media/ffmpeg-progress.ts'

const read = (text: string) => {
  const blocks: FfmpegProgress[] = []
  text.split('\n').forEach(createProgressReader((progress) => blocks.push(progress)))
  return blocks
}

test('reads a block at its last line', () => {
  expect(read('total_size=5067728\nout_time_us=18005333\nout_time=00:00:18.005333\nprogress=continue')).toEqual([
    { seconds: 18.005333, bytes: 5_067_728 },
  ])
})

test('knows that what is not available is no number', () => {
  expect(read('total_size=N/A\nout_time_us=N/A\nprogress=continue')).toEqual([{ seconds: undefined, bytes: undefined }])
})
