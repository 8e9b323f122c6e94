import { parseTar } from 'nanotar'
import xz from 'xz-decompress'

const MAGIC = '!<arch>\n'
const HEADER_LENGTH = 60

/**
 * The regular files of a Debian package by their paths, without a leading slash. A package is an `ar` archive whose member
 * data.tar.xz holds them (deb(5)). Throws Error for anything else.
 */
export async function unpackDeb(deb: Uint8Array): Promise<Map<string, Uint8Array>> {
  const data = arMember(deb, 'data.tar.xz')
  if (!data) throw new Error('not a Debian package with a data.tar.xz')
  const tar = await new Response(new xz.XzReadableStream(new Blob([data.slice()]).stream())).arrayBuffer()
  const files = parseTar(tar).filter(({ type }) => type === 'file')
  return new Map(files.map(({ name, data: contents = new Uint8Array() }) => [name.replace(/^\.?\//, ''), contents]))
}

/** A header has 16 characters of name and, from the 48th on, 10 of length in decimal; members begin at even offsets. */
function arMember(ar: Uint8Array, wanted: string): Uint8Array | undefined {
  const text = (start: number, length: number) => Buffer.from(ar.subarray(start, start + length)).toString('latin1')
  if (text(0, MAGIC.length) !== MAGIC) return undefined
  for (let offset = MAGIC.length; offset + HEADER_LENGTH <= ar.length; ) {
    const name = text(offset, 16).trim().replace(/\/$/, '')
    const length = Number(text(offset + 48, 10))
    const start = offset + HEADER_LENGTH
    if (name === wanted) return ar.subarray(start, start + length)
    offset = start + length + (length % 2)
  }
  return undefined
}
