import type { Log } from '../src/index.ts'

/** Keeps what was logged instead of printing it. */
export function createSilentLog(): Log & {
  readonly lines: readonly { level: string; message: string; fields: object }[]
} {
  const lines: { level: string; message: string; fields: object }[] = []
  const keep =
    (level: string) =>
    (message: string, fields: object = {}) => {
      lines.push({ level, message, fields })
    }
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') }
}
