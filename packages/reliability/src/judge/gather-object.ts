import { Readable } from 'node:stream'
import { GetObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3'
import { names } from '@chronicle/local'
import { parseMetainfo, verifyPieces } from '@chronicle/torrent'
import type { Stage } from '../stage/stage.ts'
import type { KeptObject } from './evidence.ts'

/** An object and the torrents beside it. */
export async function gatherObject({ aws: { s3 } }: Stage, key: string): Promise<KeptObject> {
  const Bucket = names.bucket
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: key }))
  const versions = (wanted: string) => Versions.filter(({ Key }) => Key === wanted).length
  const read = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
    return (await Body?.transformToByteArray()) ?? new Uint8Array()
  }
  const found = { key, versions: versions(key), torrents: versions(`${key}.torrent`) }
  if (found.torrents === 0) return found
  const torrent = parseMetainfo(await read(`${key}.torrent`))
  const { ok } = await verifyPieces(Readable.from([await read(key)]), torrent)
  return { ...found, infoHash: torrent.infoHash, fits: ok }
}
