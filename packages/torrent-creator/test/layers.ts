import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createFakeBucket, createFakeObjectStore, createSilentLog } from '@chronicle/core/testing'
import { buildTransmissionLayer, unpackLayer } from '@chronicle/local/testing'
import { createTransmissionPieces } from '../src/pieces/transmission.ts'

/** The layer as Lambda has it in /opt, and room for others and for disks. */
export async function layerUnderTest() {
  const folder = await mkdtemp(join(tmpdir(), 'chronicle-layer-'))
  const layer = join(folder, 'opt')
  await mkdir(layer)
  await unpackLayer(await buildTransmissionLayer(), layer)
  let count = 0
  const emptyFolder = async () => {
    count += 1
    const path = join(folder, `folder-${count}`)
    await mkdir(path)
    return path
  }
  return { layer, emptyFolder, remove: () => rm(folder, { recursive: true }) }
}

/** A layer whose transmission-create is this shell script. It is called with `-s <KiB> -o <torrent> <file>`. */
export async function standInLayer(folder: string, script: string): Promise<string> {
  const program = join(folder, 'bin/transmission-create')
  await mkdir(join(folder, 'bin'))
  await writeFile(program, `#!/bin/sh\n${script}\n`)
  await chmod(program, 0o755)
  return folder
}

/** The source of pieces on a bucket in memory, with one object in it. */
export function transmissionOn(layers: readonly string[], disk: string, content: string | Uint8Array = 'content') {
  const bucket = createFakeBucket()
  const id = { bucket: 'bucket', key: 'object.bin' }
  const { etag, versionId, body } = bucket.put(id, Buffer.from(content))
  const log = createSilentLog()
  const pieces = createTransmissionPieces({ objects: createFakeObjectStore(bucket), log, layers, disk })
  const source = { ...id, etag, versionId, size: body.length }
  return {
    pieces,
    log,
    source,
    hash: (signal = new AbortController().signal) => pieces.hash(source, signal),
    left: () => readdir(disk),
  }
}

/** The process id that a stand-in has written into a file, once it has. */
export async function pidIn(file: string): Promise<number> {
  for (let tries = 0; tries < 500; tries++) {
    const pid = Number(await readFile(file, 'utf8').catch(() => ''))
    if (pid > 0) return pid
    await sleep(20)
  }
  throw new Error(`nobody has written ${file}`)
}
