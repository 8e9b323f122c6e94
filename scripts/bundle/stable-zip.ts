import { zipSync } from 'fflate'

// The earliest date that a zip can hold, in local time as zips have it: so the same everywhere.
const EPOCH = new Date(1980, 0, 1)
const UNIX = 3
const REGULAR_FILE = 0o100000

/** What a zip says of a file beside its contents: fixed, so that the same contents give the same bytes. */
export const asFile = (isExecutable: boolean) =>
  ({ mtime: EPOCH, os: UNIX, attrs: ((REGULAR_FILE | (isExecutable ? 0o755 : 0o644)) << 16) >>> 0 }) as const

/** Zips files so that the same contents give the same bytes: fixed order, times and modes. */
export function stableZip(
  files: Readonly<Record<string, Uint8Array>>,
  executables: readonly string[] = [],
): Uint8Array<ArrayBuffer> {
  const names = Object.keys(files).sort()
  const about = (name: string) => ({ ...asFile(executables.includes(name)), level: 9 }) as const
  return zipSync(Object.fromEntries(names.map((name) => [name, [files[name] ?? new Uint8Array(), about(name)]])))
}
