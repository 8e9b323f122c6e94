import type { JobView } from '@chronicle/core'
import { describeBackfill } from './describe-backfill.ts'
import { bytes, duration } from './format.ts'

type Output = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean }

/** Shows a job as it goes on: on a terminal a line for each status that changes in place, elsewhere a line for each change. */
export function createProgress(output: Output, now: () => number = Date.now) {
  const started = now()
  let status: string | undefined
  return {
    show: (job: JobView) => {
      const line = `${duration((now() - started) / 1000).padStart(8)}  ${describe(job)}`
      const isSameLine = status === undefined || status === job.status
      output.write(output.isTTY ? `${isSameLine ? '\r\x1b[K' : '\n'}${line}` : `${line}\n`)
      status = job.status
    },
    end: () => {
      if (output.isTTY && status !== undefined) output.write('\n')
    },
  }
}

function describe(job: JobView): string {
  const { status, mediaSeconds, bytesDownloaded, bytesUploaded, backfill, statusReason, error } = job
  const facts = [
    backfill && describeBackfill(backfill),
    mediaSeconds !== undefined && `${mediaSeconds.toFixed(1)} s of media`,
    bytesDownloaded !== undefined && `${bytes(bytesDownloaded)} recorded`,
    bytesUploaded !== undefined && `${bytes(bytesUploaded)} uploaded`,
    status === 'FAILED' ? error : statusReason,
  ]
  return [status.padEnd(16), facts.filter(Boolean).join(', ')].join(' ').trimEnd()
}
