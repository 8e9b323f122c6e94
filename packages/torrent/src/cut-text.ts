/**
 * The longest beginning of a text that has at most so many bytes as UTF-8, and ends with a whole code point. What a reader sees
 * as one character may be several, but where those end depends on the runtime's Unicode tables, and two runtimes must not give
 * one object two names and so two info-hashes.
 */
export function cutText(text: string, maxBytes: number): string {
  const target = new Uint8Array(maxBytes)
  return text.slice(0, new TextEncoder().encodeInto(text, target).read)
}
