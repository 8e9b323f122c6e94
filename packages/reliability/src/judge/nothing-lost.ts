import { isEnded } from '@chronicle/core'
import type { Evidence } from './evidence.ts'

/** I2: no accepted job is lost. It has ended, or stands there as FAILED with its message among the dead letters. */
export function nothingLost({ accepted, rows }: Evidence): string[] {
  const byId = new Map(rows.map((row) => [row.jobId, row]))
  return [...accepted].flatMap((jobId) => {
    const row = byId.get(jobId)
    if (!row) return `job ${jobId} was accepted and has no row`
    return isEnded(row.status) ? [] : `job ${jobId} was accepted and is ${row.status} for ever`
  })
}
