import type { Evidence } from './evidence.ts'

const AROUND = 160

/** I7: nothing that is secret is printed. */
export function noSecret({ printed, secrets }: Evidence): string[] {
  return secrets.flatMap((secret) => {
    const at = printed.indexOf(secret)
    if (at < 0) return []
    return `"${secret}" was printed: …${printed.slice(Math.max(0, at - AROUND), at + secret.length)}…`
  })
}
