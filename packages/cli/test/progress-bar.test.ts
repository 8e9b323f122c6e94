import { describe, expect, it } from '@jest/globals'
import { createProgressBar } from '../src/torrent/progress-bar.ts'

const TOTAL = 10_000_000

/** What is written when so many bytes are done after so many milliseconds. */
function shown(isTTY: boolean, steps: readonly (readonly [done: number, at: number])[]): string {
  const chunks: string[] = []
  let time = 0
  const output = { isTTY, write: (chunk: string) => chunks.push(chunk) > 0 }
  const bar = createProgressBar(output, TOTAL, () => time)
  for (const [done, at] of steps) {
    time = at
    bar.show(done)
  }
  bar.end()
  return chunks.join('')
}

describe('the progress bar', () => {
  it('is a line for each tenth where there is no terminal', () => {
    const steps = Array.from({ length: 100 }, (_, index) => [(index + 1) * 100_000, (index + 1) * 10] as const)
    const lines = shown(false, steps).trimEnd().split('\n')
    expect(lines).toHaveLength(10)
    expect(lines[0]).toBe(' 10 %  1.0 MB of 10.0 MB, 10.0 MB/s, 0.9 s left')
    expect(lines.at(-1)).toBe('100 %  10.0 MB of 10.0 MB, 10.0 MB/s')
  })

  it('is one line where steps are larger than tenths', () => {
    expect(shown(false, [[TOTAL, 1000]])).toBe('100 %  10.0 MB of 10.0 MB, 10.0 MB/s\n')
  })

  it('is drawn over itself on a terminal, ten times a second at most, and at the end', () => {
    const text = shown(true, [
      [1_000_000, 1000],
      [1_500_000, 1050],
      [5_000_000, 2000],
      [TOTAL, 2010],
    ])
    const draws = text.split('\r\x1b[K').slice(1)
    expect(draws).toEqual([
      '[###---------------------------]  10 %  1.0 MB of 10.0 MB, 1.0 MB/s, 9.0 s left',
      '[###############---------------]  50 %  5.0 MB of 10.0 MB, 2.5 MB/s, 2.0 s left',
      '[##############################] 100 %  10.0 MB of 10.0 MB, 5.0 MB/s\n',
    ])
  })
})
