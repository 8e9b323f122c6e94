import { INTERNAL_PREFIX } from '../domain/recording-key.ts'

/** Why an object of this key gets no torrent, if it gets none: a torrent never begets a torrent, and what is ours alone stays so. */
export function reasonToPassOver(key: string): string | undefined {
  if (/\.torrent$/i.test(key)) return 'it is a torrent'
  if (key.startsWith(INTERNAL_PREFIX)) return 'it is internal'
  return undefined
}
