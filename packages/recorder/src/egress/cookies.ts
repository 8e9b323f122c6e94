/** Cookies by host: servers of streams let nobody at their segments who does not bring what came with the playlist. */
export type Cookies = {
  keep(host: string, setCookie: readonly string[] | undefined): void
  /** The header for a request, `given` first. */
  header(host: string, given?: string): string | undefined
}

export function createCookies(): Cookies {
  const byHost = new Map<string, Map<string, string>>()
  return {
    keep: (host, setCookie = []) => {
      const kept = byHost.get(host) ?? new Map<string, string>()
      for (const cookie of setCookie) {
        const [pair = ''] = cookie.split(';')
        const name = pair.split('=')[0]?.trim()
        if (name) kept.set(name, pair.trim())
      }
      byHost.set(host, kept)
    },
    header: (host, given) => {
      const all = [...(given ? [given] : []), ...(byHost.get(host)?.values() ?? [])]
      return all.length > 0 ? all.join('; ') : undefined
    },
  }
}
