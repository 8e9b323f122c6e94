/** The launch that this recorder is, and its own name. */
export type Assignment = {
  readonly jobId: string
  readonly attempt: number
  readonly launch: number
  /** ARN of its task. */
  readonly runner: string
}
