import { createHash } from 'node:crypto'
import { HeadObjectCommand, NotFound, PutObjectCommand } from '@aws-sdk/client-s3'
import { createObjectVersions, createUploadStore } from '@chronicle/core/aws'
import { s3Event } from '@chronicle/core/testing'
import { names } from '@chronicle/local'
import { PART_SIZE } from '@chronicle/torrent'
import type { S3Event } from 'aws-lambda'
import { invoke, type Run } from './invoke.ts'
import type { World } from './world.ts'

/** Lambda repeats an event that failed twice; what fails then, too, goes to the function's on-failure destination. */
export const RETRIES = 2

/** Puts an object into the bucket, and keeps the event that S3 sends of it. */
export async function put(world: World, key: string, Body: Uint8Array, Metadata = {}): Promise<void> {
  const request = { Bucket: names.bucket, Key: key, Body, Metadata }
  const { VersionId } = await world.stage.aws.s3.send(new PutObjectCommand(request))
  noteObject(world, key, VersionId)
}

/** The same by an upload in parts as the recorder makes one: each has its SHA-1, and other bytes than the rest. */
export async function putInParts(world: World, key: string, size: number): Promise<void> {
  const uploads = createUploadStore({ endpoint: world.stage.url })
  const upload = await uploads.begin({ bucket: names.bucket, key }, { contentType: 'video/mp4', metadata: {} })
  const parts = []
  for (let number = 1; (number - 1) * PART_SIZE < size; number += 1) {
    const body = Buffer.alloc(Math.min(PART_SIZE, size - (number - 1) * PART_SIZE), number)
    parts.push(await uploads.uploadPart(upload, number, body, createHash('sha1').update(body).digest()))
  }
  const { versionId } = await uploads.complete(upload, parts)
  noteObject(world, key, versionId)
}

function noteObject({ journal }: World, key: string, versionId: string | undefined): void {
  journal.keys.add(key)
  journal.objects.push(s3Event({ bucket: names.bucket, key, ...(versionId !== undefined && { versionId }) }))
}

/** Takes away the world's objects and their torrents, with all their versions. */
export async function clearAway({ stage, journal }: World): Promise<void> {
  const versions = createObjectVersions({ endpoint: stage.url })
  for (const key of journal.keys)
    for await (const version of versions.list(names.bucket, key)) await versions.remove(version)
}

/** Tells the torrent creator of every object that it has not been told of, in the order of their events. */
export async function tellOfObjects(world: World, run?: Run): Promise<void> {
  const { objects, told } = world.journal
  for (const event of objects.filter((one) => !told.has(one))) await tellOfObject(world, event, run)
}

/** Notes the events of recordings that somebody put together since, as S3 sends them. */
export async function noteRecordings(world: World): Promise<void> {
  const { accepted, keys, objects } = world.journal
  const rows = await Promise.all([...accepted].map((id) => world.jobs.get(id)))
  const named = rows.flatMap((row) => [row, ...(row?.attempts ?? [])].flatMap((attempt) => attempt?.s3Key ?? []))
  for (const key of named.filter((one) => !keys.has(one))) {
    const versionId = await versionOf(world, key)
    if (versionId === undefined) continue
    keys.add(key)
    objects.push(s3Event({ bucket: names.bucket, key, versionId }))
  }
}

async function versionOf({ stage }: World, Key: string): Promise<string | undefined> {
  try {
    return (await stage.aws.s3.send(new HeadObjectCommand({ Bucket: names.bucket, Key }))).VersionId
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

/** Tells the torrent creator of an object; the first invocation is on the line that is given. */
export async function tellOfObject(world: World, event: S3Event, run?: Run): Promise<void> {
  world.journal.told.add(event)
  let outcome = await invoke(world, 's3-torrent-creator', event, { run })
  for (let retry = 0; retry < RETRIES && 'error' in outcome; retry += 1)
    outcome = await invoke(world, 's3-torrent-creator', event)
}
