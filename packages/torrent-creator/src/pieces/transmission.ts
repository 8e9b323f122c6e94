import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Log, type ObjectStore, type PieceSource, readObject } from '@chronicle/core'
import { pieceLengthFor } from '@chronicle/torrent'
import { findInLayers } from './find-in-layers.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { runTransmission } from './run-transmission.ts'
import { openScratchFolder } from './scratch-folder.ts'

export type TransmissionSettings = {
  readonly objects: ObjectStore
  readonly log: Log
  /** Where layers are unpacked. Never PATH: a program of the same name may be on it. */
  readonly layers: readonly string[]
  /** The disk that an object is put on meanwhile: Lambda's /tmp. */
  readonly disk: string
}

/**
 * Downloads the object and has the layer's transmission-create hash it. Nothing of either is left afterwards, and what a killed
 * invocation left is removed. Throws ObjectTooLarge where the disk has no room for the object, TransmissionMissing without the
 * layer, TransmissionFailed when what it made is no torrent of the object.
 */
export function createTransmissionPieces({ objects, log, layers, disk }: TransmissionSettings): PieceSource {
  // The objects of one event share the disk.
  const inTurn = oneAtATime()
  return {
    engine: 'transmission',
    hash: (source, signal) =>
      inTurn(async () => {
        const program = await findInLayers(layers, 'transmission-create')
        await using folder = await openScratchFolder(disk, source)
        // A name of our own: what the object is called may look like an option, or be longer than a file name can be.
        const file = join(folder.path, 'object')
        await pipeline(readObject(objects, source, signal), createWriteStream(file, { flags: 'wx' }))
        const about = { file, length: source.size, pieceLength: pieceLengthFor(source.size) }
        const { pieces, createdBy } = await runTransmission(program, about, signal)
        log.info('transmission has hashed the object', { key: source.key, program, createdBy })
        return pieces
      }),
  }
}
