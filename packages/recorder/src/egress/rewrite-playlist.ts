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

/** The elements that may have a base of their own; the bases; and the attributes that are references. */
const DASH_PIECES =
  /<(\/?)(?:MPD|Period|AdaptationSet|Representation)\b[^>]*?(\/?)>|(<BaseURL[^>]*>\s*)([^<]+)|(\b(?:media|initialization|sourceURL|index)=")([^"]+)/gi

/**
 * Absolute references, and those that begin with "/", which would lead to the root of our address. Relative ones lead to us by
 * themselves, and templates in them must stay as they are. A BaseURL counts from there to the end of the element it is in; of
 * several to choose from it is the first, as for ffmpeg: ISO/IEC 23009-1, 5.6. `from` is where the manifest was fetched.
 */
export function rewriteDash(text: string, rewrite: Rewrite, from: string): string {
  // Of each element that is open, the outermost first: what it is based on, and by whose BaseURL.
  const bases = [{ base: from, isOwn: false }]
  const outer = () => bases.at(-1) ?? { base: from, isOwn: false }
  return text.replaceAll(DASH_PIECES, (piece, closes, isEmpty, tag, base, attribute, value) => {
    if (closes) bases.pop()
    const reference: string | undefined = (base ?? value)?.trim().replaceAll('&amp;', '&')
    if (reference === undefined) {
      if (!closes && !isEmpty) bases.push({ base: outer().base, isOwn: false })
      return piece
    }
    const around = base === undefined ? outer() : (bases.at(-2) ?? outer())
    const url = URL.parse(reference, around.base)?.href ?? reference
    if (base !== undefined && !outer().isOwn) bases.splice(-1, 1, { base: url, isOwn: true })
    if (!/^(\/|[a-z][a-z0-9+.-]*:)/i.test(reference)) return piece
    return `${tag ?? attribute}${rewrite(url).replaceAll('&', '&amp;')}`
  })
}
