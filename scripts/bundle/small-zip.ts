import { crc32 } from 'node:zlib'
import { deflateAsync } from '@gfx/zopfli'
import { Zip, type ZipInputFile } from 'fflate'
import { asFile } from './stable-zip.ts'

const DEFLATED = 8

/** A zip of one file, as small as deflate can be: Zopfli's, which takes a second and saves four parts in a hundred. */
export async function smallZip(filename: string, contents: Buffer): Promise<Uint8Array> {
  const deflated = Buffer.from(await deflateAsync(contents, { numiterations: 1 }))
  const about = { size: contents.length, crc: crc32(contents), compression: DEFLATED }
  const file: ZipInputFile = { ...asFile(false), filename, ...about }
  const chunks: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  })
  zip.add(file)
  file.ondata?.(null, deflated, true)
  zip.end()
  return Buffer.concat(chunks)
}
