import type { Gaps } from '@chronicle/core'

/** How far a recording has come: written by those who do the work, read by the heartbeat. */
export type Progress = {
  /** Seconds of media in the recording. */
  mediaSeconds: number
  /** Bytes that came from the stream. */
  bytesDownloaded: number
  /** Bytes of the recording that are in S3. */
  bytesUploaded: number
  /** What is missing in the recording so far, if anything is. */
  gaps?: Gaps
  /** The upload that is open, and the key that it is for. */
  uploadId?: string
  s3Key?: string
}

export const noProgress = (): Progress => ({ mediaSeconds: 0, bytesDownloaded: 0, bytesUploaded: 0 })
