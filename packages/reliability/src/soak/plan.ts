import { GONE } from './tools.ts'

/** One job of the soak: how it comes in, and when. */
export type PlannedJob = {
  readonly jobId: string
  readonly url: string
  readonly way: 'REST' | 'SQS'
  /** A message that names no job: its own id becomes the job's. */
  readonly isUnnamed: boolean
  /** It is asked for a second time, in the same words. */
  readonly isRepeated: boolean
  /** Milliseconds after the first. */
  readonly at: number
}

export type PlanOptions = {
  readonly jobs: number
  /** Of 1: how many come by SQS. */
  readonly sqsShare: number
  readonly perSecond: number
  /** URLs of streams that are really recorded, each once; all other jobs are of streams that are gone. */
  readonly streams: readonly string[]
  /** The server of the streams that are gone. */
  readonly origin: string
}

/** Draws the jobs: even in time, the recorded streams spread among them. The same numbers drawn, the same plan. */
export function planJobs({ jobs, sqsShare, perSecond, streams, origin }: PlanOptions, random: () => number) {
  const apart = streams.length > 0 ? Math.ceil(jobs / streams.length) : 0
  return Array.from({ length: jobs }, (_, index): PlannedJob => {
    const way = random() < sqsShare ? 'SQS' : 'REST'
    const stream = apart > 0 && index % apart === 0 ? streams[index / apart] : undefined
    return {
      jobId: `soak-${index}`,
      url: stream ?? `${origin}${GONE}${index}.m3u8`,
      way,
      isUnnamed: way === 'SQS' && random() < 0.3,
      isRepeated: random() < 0.1,
      at: (index * 1000) / perSecond,
    }
  })
}
