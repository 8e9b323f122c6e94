import { jobView } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { createProgress } from '../src/progress.ts'

const states = [
  jobView(buildJob()),
  jobView(buildJob({ status: 'RECORDING', mediaSeconds: 2, bytesDownloaded: 500_000 })),
  jobView(buildJob({ status: 'RECORDING', mediaSeconds: 4, bytesDownloaded: 1_000_000 })),
]

function shown(isTTY: boolean, these = states): string {
  const chunks: string[] = []
  const output = { isTTY, write: (chunk: string) => chunks.push(chunk) > 0 }
  const progress = createProgress(output, () => 0)
  for (const state of these) progress.show(state)
  progress.end()
  return chunks.join('')
}

describe('progress', () => {
  it('is a plain line for each change where there is no terminal', () => {
    expect(shown(false)).toBe(
      [
        '   0.0 s  PENDING\n',
        '   0.0 s  RECORDING        2.0 s of media, 500.0 kB recorded\n',
        '   0.0 s  RECORDING        4.0 s of media, 1.0 MB recorded\n',
      ].join(''),
    )
  })

  it('is, of a backfill, how many objects it has come to, and what it is held up by', () => {
    const row = { kind: 'backfill', status: 'CREATING_TORRENT' } as const
    const nothing = { after: '', listed: 0, ready: 0, ordered: 0, refused: 0, failed: 0 }
    const some = { after: 'films/b', listed: 1000, ready: 0, ordered: 997, refused: 1, failed: 2 }
    const held = buildJob({ ...row, backfill: some, statusReason: 'It is tried again; the listing fails' })
    expect(shown(false, [jobView(buildJob({ ...row, backfill: nothing })), jobView(held)])).toBe(
      [
        '   0.0 s  CREATING_TORRENT 0 listed: 0 ready, 0 ordered\n',
        '   0.0 s  CREATING_TORRENT 1,000 listed: 0 ready, 997 ordered, 1 refused, 2 failed, It is tried again; the listing fails\n',
      ].join(''),
    )
  })

  it('rewrites the line of a status in place on a terminal', () => {
    const text = shown(true)
    expect(text.split('\n')).toHaveLength(3)
    expect(text.split('\r\x1b[K')).toHaveLength(3)
  })
})
