/** Longest URL that a job may have, in bytes. */
export const MAX_URL_BYTES = 2048

/** Says what is wrong with the URL of a stream, or nothing: absolute, http or https, no credentials, not too long. */
export function streamUrlProblem(text: string): string | undefined {
  if (Buffer.byteLength(text) > MAX_URL_BYTES) return `is longer than ${MAX_URL_BYTES} bytes`
  // The parser drops these, so what is stored would not be what is fetched.
  if (/[\s\p{Cc}]/u.test(text)) return 'contains white space or control characters'
  const url = URL.parse(text)
  if (!url) return 'is not a URL; give an absolute one such as https://example.com/live'
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `has the scheme "${url.protocol}"; only http and https are recorded`
  if (url.username || url.password) return 'carries credentials; they would be stored with the job'
  return undefined
}

/** The URL as it may be logged: tokens live in queries and fragments. */
export function withoutQuery(text: string): string {
  const url = URL.parse(text)
  if (!url) return '(no URL)'
  return `${url.origin}${url.pathname}${url.search ? '?…' : ''}`
}
