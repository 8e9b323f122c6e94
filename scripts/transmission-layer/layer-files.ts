import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LockedPackage } from './lock.ts'
import { unpackDeb } from './unpack-deb.ts'

/** Where things are in the layer, which Lambda unpacks to /opt. */
export const layerPaths = {
  /** Lambda has /opt/bin on its PATH. */
  command: 'bin/transmission-create',
  binary: 'libexec/transmission-create',
  /** Not `lib` itself: that is in Lambda's LD_LIBRARY_PATH, and a foreign libc.so.6 there would reach every program. */
  libraries: 'lib/transmission',
  loader: 'lib/transmission/ld-linux-x86-64.so.2',
} as const

export const executables = [layerPaths.command, layerPaths.binary, layerPaths.loader]

const PROGRAM = 'usr/bin/transmission-create'

/** The layer's files by their paths: the program, the libraries it loads, the loader, and everybody's licence. */
export async function layerFiles(
  packages: readonly { readonly locked: LockedPackage; readonly deb: Uint8Array }[],
): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {
    [layerPaths.command]: await readFile(join(import.meta.dirname, 'transmission-create.sh')),
  }
  for (const { locked, deb } of packages) {
    const contents = await unpackDeb(deb)
    const program = contents.get(PROGRAM)
    if (program) files[layerPaths.binary] = program
    for (const name of locked.libraries) files[`${layerPaths.libraries}/${name}`] = libraryOf(locked, contents, name)
    const licence = contents.get(`usr/share/doc/${locked.name}/copyright`)
    if (licence) files[`share/doc/${locked.name}/copyright`] = licence
  }
  if (!files[layerPaths.binary]) throw new Error(`no package of the lock has ${PROGRAM}`)
  return files
}

/** The file of a library. Where it is called by its full version, Debian links the shorter name to it. */
function libraryOf(
  { name, version }: LockedPackage,
  contents: ReadonlyMap<string, Uint8Array>,
  library: string,
): Uint8Array {
  const named = (path: string) => /^(?:usr\/)?lib\/x86_64-linux-gnu\/([^/]+)$/.exec(path)?.[1]
  for (const [path, file] of contents) {
    const found = named(path)
    if (found === library || found?.startsWith(`${library}.`)) return file
  }
  throw new Error(`${name} ${version} has no ${library}`)
}
