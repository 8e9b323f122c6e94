/** One URL that ffmpeg reads, and the headers it sends there. */
export type StreamInput = { readonly url: string; readonly headers: Readonly<Record<string, string>> }

/** What there is to record: one input with picture and sound, or one for each. */
export type ResolvedStream = {
  readonly inputs: readonly [StreamInput] | readonly [video: StreamInput, audio: StreamInput]
  readonly isHls: boolean
  /** By a manifest, which says whether more is to come. */
  readonly isDash: boolean
}
