import type { Egress } from '../egress/open-egress.ts'
import type { StreamInput } from './stream.ts'

/** Whether a manifest says that more is to come. ISO/IEC 23009-1, 5.3.1.2: without a type it is whole. */
export const isLive = (manifest: string): boolean => /<MPD\b[^>]*\stype=["']dynamic["']/i.test(manifest)

/** Fetches a manifest as it is now; undefined where the server answers that there is none. Throws where it does not answer. */
export async function fetchManifest(
  { read }: Pick<Egress, 'read'>,
  input: StreamInput,
): Promise<{ readonly isEnded: boolean } | undefined> {
  const { status, text } = await read(input)
  return status === 200 && text.includes('<MPD') ? { isEnded: !isLive(text) } : undefined
}
