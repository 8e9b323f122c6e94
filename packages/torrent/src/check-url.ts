import { MetainfoError } from './metainfo-error.ts'

const TRACKER_SCHEMES = ['http', 'https', 'udp', 'ws', 'wss']
const WEB_SEED_SCHEMES = ['http', 'https']

/** @throws MetainfoError unless `url` is one that trackers are announced to by: HTTP (BEP 3), UDP (BEP 15) or WebSocket. */
export function checkTracker(url: string, index: number): void {
  const { protocol, port } = checkUrl(url, `trackers[${index}]`, TRACKER_SCHEMES)
  if (protocol === 'udp:' && port === '') {
    throw new MetainfoError(`trackers[${index}] has no port: udp has no default one, write udp://host:port`)
  }
}

/** @throws MetainfoError unless `url` is one that a web seed can have (BEP 19). */
export function checkWebSeed(url: string, index: number): void {
  checkUrl(url, `webSeeds[${index}]`, WEB_SEED_SCHEMES)
}

/** The messages say where the URL is and not what it is: it may hold a passkey or a signature, and errors are logged. */
function checkUrl(text: string, field: string, schemes: readonly string[]): URL {
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new MetainfoError(`${field} is not a URL of printable ASCII: percent-encode everything else`)
  }
  const url = URL.parse(text)
  if (url === null || url.hostname === '') throw new MetainfoError(`${field} is not a URL with a host`)
  // Clients compare the text itself, and the parser is kinder than they are: it takes "HTTP://" and "http:host" too.
  if (!schemes.some((scheme) => text.startsWith(`${scheme}://`))) {
    throw new MetainfoError(`${field} must begin with one of ${schemes.map((scheme) => `${scheme}://`).join(' ')}`)
  }
  return url
}
