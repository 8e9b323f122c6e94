/** Where a tool finds what a playlist names by a reference; the reference is absolute then, and leads to us. */
export type Rewrite = (reference: string) => string

/** What a body is by its first bytes, where it names what else is to be fetched. */
export function playlistKind(start: string): 'hls' | 'dash' | undefined {
  const text = start.replace(/^\uFEFF/, '').trimStart()
  if (text.startsWith('#EXTM3U')) return 'hls'
  return /^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<MPD\b/s.test(text) ? 'dash' : undefined
}

/** Every line that is a reference, and every URI in a tag, quoted as the standard wants it or not, as ffmpeg takes it. */
export function rewriteHls(text: string, rewrite: Rewrite): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => {
      if (line.trim() === '') return line
      if (!line.startsWith('#')) return rewrite(line.trim())
      return line.replaceAll(/\b(URI=)(?:"([^"]*)"|([^",]+))/g, (_, name, quoted, bare) => {
        const reference = quoted ?? bare
        return `${name}"${rewrite(reference)}"`
      })
    })
    .join('\n')
}

/** Absolute references alone: relative ones lead to us by themselves, and templates in them must stay as they are. */
export function rewriteDash(text: string, rewrite: Rewrite): string {
  const absolute = /(<BaseURL[^>]*>\s*|\b(?:media|initialization|sourceURL|index)=")([a-z][a-z0-9+.-]*:[^<"]*)/gi
  return text.replaceAll(absolute, (_, before, reference) => {
    const address = rewrite(reference.trim().replaceAll('&amp;', '&'))
    return `${before}${address.replaceAll('&', '&amp;')}`
  })
}
