import { createHash } from 'node:crypto'
import {
  ObjectChanged,
  ObjectExists,
  type ObjectId,
  type ObjectStore,
  type ObjectVersions,
  type StoredPart,
  type UploadedPart,
  type UploadStore,
} from '../src/index.ts'

type StoredObject = {
  readonly body: Uint8Array
  readonly etag: string
  readonly versionId: string
  readonly contentType: string
  readonly metadata: Readonly<Record<string, string>>
  /** What a deletion leaves on top of the versions. */
  readonly isMarker?: true
}

/** A versioned bucket in memory. `put` and `delete` are what someone else does to it. */
export type FakeBucket = ReturnType<typeof createFakeBucket>

export function createFakeBucket() {
  const objects = new Map<string, StoredObject[]>()
  let versions = 0
  const path = ({ bucket, key }: ObjectId) => `${bucket}/${key}`
  const unlessMarker = (version: StoredObject | undefined) => (version?.isMarker ? undefined : version)
  const current = (id: ObjectId) => unlessMarker(objects.get(path(id))?.at(-1))
  const add = (id: ObjectId, version: Omit<StoredObject, 'versionId'>) => {
    versions += 1
    const stored = { ...version, versionId: `v${versions}` }
    objects.set(path(id), [...(objects.get(path(id)) ?? []), stored])
    return stored
  }
  return {
    current,
    version: (id: ObjectId, versionId?: string) =>
      versionId === undefined
        ? current(id)
        : unlessMarker(objects.get(path(id))?.find((version) => version.versionId === versionId)),
    keys: () => [...objects].flatMap(([key, all]) => (all.at(-1)?.isMarker ? [] : key)),
    /** Deletes the object as S3 does where no version is named: its versions stay, below a marker. */
    mark: (id: ObjectId) =>
      add(id, { body: new Uint8Array(), etag: '', contentType: '', metadata: {}, isMarker: true }),
    delete: (id: ObjectId) => objects.delete(path(id)),
    deleteVersion: (id: ObjectId, versionId: string) => {
      const left = (objects.get(path(id)) ?? []).filter((version) => version.versionId !== versionId)
      if (left.length > 0) objects.set(path(id), left)
      else objects.delete(path(id))
    },
    versions: (bucket: string, prefix: string) =>
      [...objects].flatMap(([name, versions]) => {
        const key = name.slice(bucket.length + 1)
        const isWanted = name.startsWith(`${bucket}/`) && key.startsWith(prefix)
        const listed = versions.filter(({ isMarker }) => !isMarker)
        return isWanted ? listed.map(({ versionId }) => ({ bucket, key, versionId })) : []
      }),
    put: (
      id: ObjectId,
      body: Uint8Array,
      contentType = 'application/octet-stream',
      metadata: Readonly<Record<string, string>> = {},
    ) => {
      const etag = `"${createHash('md5').update(body).digest('hex')}"`
      return add(id, { body, etag, contentType, metadata })
    },
  }
}

export function createFakeObjectStore(bucket: FakeBucket = createFakeBucket()): ObjectStore {
  return {
    head: async (id, versionId) => {
      const found = bucket.version(id, versionId)
      return (
        found && { size: found.body.length, etag: found.etag, versionId: found.versionId, metadata: found.metadata }
      )
    },
    read: async function* (id, { etag, versionId, start, end }) {
      const found = bucket.version(id, versionId)
      if (found?.etag !== etag) throw new ObjectChanged(id.key)
      yield found.body.subarray(start, end + 1)
    },
    put: async (id, { body, contentType, metadata, onlyIf }) => {
      const existing = bucket.current(id)
      const holds = onlyIf === 'absent' ? existing === undefined : existing?.etag === onlyIf.etag
      if (holds) bucket.put(id, body, contentType, metadata)
      return holds
    },
    remove: async (id, { etag }) => {
      const holds = bucket.current(id)?.etag === etag
      if (holds) bucket.mark(id)
      return holds
    },
  }
}

export function createFakeObjectVersions(bucket: FakeBucket): ObjectVersions {
  return {
    async *list(name, prefix) {
      yield* bucket
        .versions(name, prefix)
        .toReversed()
        .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
    },
    remove: async (version) => bucket.deleteVersion(version, version.versionId),
  }
}

type OpenUpload = {
  readonly id: ObjectId
  readonly contentType: string
  readonly metadata: Readonly<Record<string, string>>
  readonly parts: Map<number, Uint8Array>
}

function storedPart([partNumber, body]: [number, Uint8Array]): StoredPart {
  const sha1 = createHash('sha1').update(body).digest()
  return { partNumber, etag: `"${sha1.toString('hex')}"`, sha1, size: body.length }
}

/** Multipart uploads into a bucket in memory; `open` shows those that were neither completed nor aborted. */
export function createFakeUploadStore(
  bucket: FakeBucket = createFakeBucket(),
): UploadStore & { readonly open: Map<string, OpenUpload> } {
  const open = new Map<string, OpenUpload>()
  let begun = 0
  const find = (uploadId: string) => {
    const upload = open.get(uploadId)
    if (!upload) throw new Error(`NoSuchUpload: ${uploadId}`)
    return upload
  }
  return {
    open,
    exists: async (id) => bucket.current(id) !== undefined,
    begin: async (id, { contentType, metadata }) => {
      begun += 1
      const uploadId = `upload-${begun}-${id.key}`
      open.set(uploadId, { id, contentType, metadata, parts: new Map() })
      return { ...id, uploadId }
    },
    uploadPart: async ({ uploadId }, partNumber, body, sha1): Promise<UploadedPart> => {
      const actual = createHash('sha1').update(body).digest()
      if (!actual.equals(sha1)) throw new Error(`BadDigest: part ${partNumber}`)
      find(uploadId).parts.set(partNumber, body.slice())
      return { partNumber, etag: `"${actual.toString('hex')}"`, sha1 }
    },
    complete: async ({ uploadId }, parts) => {
      const upload = find(uploadId)
      if (bucket.current(upload.id)) throw new ObjectExists(upload.id.key)
      const bodies = parts.map(({ partNumber }) => upload.parts.get(partNumber) ?? new Uint8Array())
      const { etag, versionId } = bucket.put(upload.id, Buffer.concat(bodies), upload.contentType, upload.metadata)
      open.delete(uploadId)
      return { etag, versionId }
    },
    abort: async ({ uploadId }) => {
      open.delete(uploadId)
    },
    parts: async ({ uploadId }) => {
      const parts = open.get(uploadId)?.parts
      return parts && [...parts].map(storedPart).sort((a, b) => a.partNumber - b.partNumber)
    },
    openFor: async ({ bucket, key }) =>
      [...open].flatMap(([uploadId, { id }]) =>
        id.bucket === bucket && id.key === key ? [{ bucket, key, uploadId }] : [],
      ),
  }
}
