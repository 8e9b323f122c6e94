import { cutText } from './cut-text.ts'

/** Longest file name, in bytes, on the file systems that clients save to. */
const MAX_NAME_BYTES = 255

/** What follows the last dot is an extension up to this many bytes; beyond, it is a sentence with a dot in it. */
const MAX_EXTENSION_BYTES = 32

const FALLBACK = 'unnamed'

/**
 * The file name that a torrent gives an object: the last non-empty segment of its key, without control characters and
 * slashes of either kind, at most 255 bytes of UTF-8. Longer names lose the end of their stem and keep their extension.
 * A name that would be empty, `.` or `..` becomes `unnamed`.
 */
export function torrentName(key: string): string {
  const basename = key.split('/').findLast((segment) => segment !== '') ?? ''
  const clean = basename.toWellFormed().replace(/[\p{Cc}\\]/gu, '')
  return ['', '.', '..'].includes(clean) ? FALLBACK : shorten(clean)
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name
  const dot = name.lastIndexOf('.')
  const ending = dot >= 0 ? name.slice(dot) : ''
  const extension = Buffer.byteLength(ending) <= MAX_EXTENSION_BYTES ? ending : ''
  const stem = name.slice(0, name.length - extension.length)
  return cutText(stem, MAX_NAME_BYTES - Buffer.byteLength(extension)) + extension
}
