/** The queue is only a bell: it says which job to look at, and the row says what to do. */
export interface JobQueue {
  /** Rings for a job. A repeat with the same `sendSeq` within five minutes is delivered once (SQS FIFO deduplication). */
  ring(jobId: string, sendSeq: number): Promise<void>
}
