import {
  completeUpload,
  type Log,
  ObjectExists,
  type ObjectId,
  type ObjectStore,
  type Upload,
  type UploadedPart,
  type UploadStore,
} from '@chronicle/core'
import { PART_SIZE } from '@chronicle/torrent'
import type { Progress } from '../progress.ts'
import type { GrowingFile } from './growing-file.ts'
import { createInFlight } from './in-flight.ts'
import { createPartHashes } from './part-hashes.ts'
import { createPatience } from './patience.ts'

/** Two parts in memory keep the line busy while the next one is read. */
const IN_FLIGHT = 2

export type UploaderDeps = {
  readonly uploads: UploadStore
  readonly objects: ObjectStore
  readonly log: Log
  /** Told of the upload before its first part: whoever finishes it, should this recorder die, has to find it. */
  readonly onBegun: (upload: Upload) => void
}

/** A place in S3; `metadata` is what tells this recording from any other object there. */
export type Destination = ObjectId & { readonly metadata: Readonly<Record<string, string>> }

/** An object as S3 has it, and the `pieces` of its torrent. */
export type UploadedObject = ObjectId & {
  readonly size: number
  readonly etag: string
  readonly versionId?: string
  /** Throws RangeError where the parts' hashes do not make a torrent of this size. */
  pieces(): Uint8Array
}

export type PartUploader = {
  /** Uploads every part that is full by now. */
  uploadFullParts(): Promise<void>
  /** The file is complete: uploads what is missing and makes the object. Throws ObjectExists if there is one at its key. */
  finish(): Promise<UploadedObject>
  /** Gives the upload up; what is in S3 of it goes away. */
  abort(): Promise<void>
}

/**
 * Uploads a file while it grows, in parts with SHA-1 checksums and in order. The file may only be appended to, but for its
 * first part, which is uploaded again at the end. Memory holds two parts.
 */
export function createPartUploader(
  deps: UploaderDeps,
  destination: Destination,
  file: GrowingFile,
  progress: Pick<Progress, 'bytesUploaded'>,
): PartUploader {
  const { uploads, log, onBegun } = deps
  const hashes = createPartHashes()
  const inFlight = createInFlight(IN_FLIGHT)
  const patience = createPatience(log)
  const parts: UploadedPart[] = []
  let upload: Upload | undefined
  let fullParts = 0

  const begin = async () => {
    if (upload) return upload
    const { bucket, key, metadata } = destination
    upload = await patience.keepTrying(() =>
      uploads.begin({ bucket, key }, { contentType: 'video/x-matroska', metadata }),
    )
    onBegun(upload)
    return upload
  }
  const send = async (partNumber: number, length: number) => {
    const opened = await begin()
    await inFlight.room()
    const body = await file.read((partNumber - 1) * PART_SIZE, length)
    const sha1 = hashes.add(partNumber, body)
    inFlight.add(async () => {
      const isNew = parts[partNumber - 1] === undefined
      parts[partNumber - 1] = await patience.keepTrying(() => uploads.uploadPart(opened, partNumber, body, sha1))
      if (isNew) progress.bytesUploaded += length
    })
  }
  const uploadFullParts = async () => {
    const size = await file.size()
    while ((fullParts + 1) * PART_SIZE <= size) await send(++fullParts, PART_SIZE)
  }

  return {
    uploadFullParts,
    finish: async () => {
      patience.runShort()
      const isHeadStale = fullParts > 0
      await uploadFullParts()
      const size = await file.size()
      const rest = size - fullParts * PART_SIZE
      if (rest > 0) await send(fullParts + 1, rest)
      await inFlight.drain() // an older first part that is still on its way would overwrite the final one
      if (isHeadStale) await send(1, PART_SIZE)
      await inFlight.drain()
      const { bucket, key, metadata } = destination
      const opened = await begin()
      const stored = await patience.keepTrying(
        () => completeUpload(deps, opened, parts, { size, metadata }),
        (error) => error instanceof ObjectExists,
      )
      return { bucket, key, size, ...stored, pieces: () => hashes.pieces(size) }
    },
    abort: async () => {
      patience.runShort()
      await inFlight.drain()
      if (upload) await uploads.abort(upload)
    },
  }
}
