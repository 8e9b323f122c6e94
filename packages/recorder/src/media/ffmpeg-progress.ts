/** What ffmpeg says of itself every second, even in a stall. */
export type FfmpegProgress = {
  /** Seconds of media written, by its own time line; undefined before there are any. */
  readonly seconds: number | undefined
  /** Bytes written; undefined where it does not count them. */
  readonly bytes: number | undefined
}

/** Reads the `key=value` lines of `-progress`, and calls back at the end of each block. */
export function createProgressReader(onProgress: (progress: FfmpegProgress) => void): (line: string) => void {
  const block = new Map<string, number>()
  return (line) => {
    const [key = '', value = ''] = line.split('=')
    block.set(key, Number.parseInt(value, 10)) // "N/A" becomes NaN
    if (key !== 'progress') return
    const seconds = finite(block.get('out_time_us'))
    onProgress({ seconds: seconds === undefined ? undefined : seconds / 1e6, bytes: finite(block.get('total_size')) })
    block.clear()
  }
}

const finite = (number: number | undefined) => (Number.isFinite(number) ? number : undefined)
