import { bytes, duration } from '../format.ts'

type Output = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean }

const WIDTH = 30
/** Where nothing can be drawn over, a line for each tenth. */
const STEPS = 10
const REDRAW_MS = 100

/** Shows how much of so many bytes is done, how fast, and how long the rest will take. */
export function createProgressBar(output: Output, total: number, now: () => number = Date.now) {
  const started = now()
  let drawn = Number.NEGATIVE_INFINITY
  let step = 0
  const line = (done: number) => {
    const rate = done / Math.max((now() - started) / 1000, 0.001)
    const left = rate > 0 ? `, ${duration((total - done) / rate)} left` : ''
    return `${percent(done, total)}  ${bytes(done)} of ${bytes(total)}, ${bytes(Math.round(rate))}/s${done < total ? left : ''}`
  }
  const bar = (done: number) => '#'.repeat(Math.floor((WIDTH * done) / total)).padEnd(WIDTH, '-')
  return {
    show: (done: number) => {
      if (!output.isTTY) {
        if (done < ((step + 1) * total) / STEPS) return
        step = Math.floor((STEPS * done) / total)
        output.write(`${line(done)}\n`)
      } else if (done >= total || now() - drawn >= REDRAW_MS) {
        drawn = now()
        output.write(`\r\x1b[K[${bar(done)}] ${line(done)}`)
      }
    },
    end: () => {
      if (output.isTTY) output.write('\n')
    },
  }
}

const percent = (done: number, total: number) => `${Math.floor((100 * done) / total)} %`.padStart(5)
