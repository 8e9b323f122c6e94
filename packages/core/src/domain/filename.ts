import { cutText } from '@chronicle/torrent'

const MAX_STEM_BYTES = 180

/**
 * The stem of the recording's file name: what the caller asked for, else what the URL suggests, made safe for object keys and
 * for every file system. Never empty; at most 180 bytes of UTF-8.
 */
export function fileStem(filename: string | undefined, url: string): string {
  return clean(filename ?? '') || clean(lastSegment(url)) || 'recording'
}

function lastSegment(url: string): string {
  const { pathname, hostname } = new URL(url)
  const segment = pathname.split('/').findLast((part) => part !== '')
  if (!segment) return hostname
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment // not percent-encoded after all: taken as it stands
  }
}

function clean(name: string): string {
  const base = name.split(/[/\\]/).findLast((part) => part !== '') ?? ''
  const stem = base.replace(/\.(?=\d*[A-Za-z])[A-Za-z0-9]{1,5}$/, '')
  const safe = stem.replace(/[\p{C}"*:<>?|]/gu, '_').replace(/^[.\s]+|[.\s]+$/g, '')
  return cutText(safe, MAX_STEM_BYTES)
}
