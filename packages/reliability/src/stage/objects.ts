import { HeadObjectCommand, NotFound, PutObjectCommand } from '@aws-sdk/client-s3'
import { s3Event } from '@chronicle/core/testing'
import { names } from '@chronicle/local'
import type { S3Event } from 'aws-lambda'
import { invoke, type Run } from './invoke.ts'
import type { World } from './world.ts'

/** Lambda repeats an event that failed twice; what fails then, too, goes to the function's on-failure destination. */
export const RETRIES = 2

/** Puts an object into the bucket, and keeps the event that S3 sends of it. */
export async function put(world: World, key: string, Body: Uint8Array, Metadata = {}): Promise<void> {
  const request = { Bucket: names.bucket, Key: key, Body, Metadata }
  const { VersionId } = await world.stage.aws.s3.send(new PutObjectCommand(request))
  world.journal.keys.add(key)
  world.journal.objects.push(
    s3Event({ bucket: names.bucket, key, ...(VersionId !== undefined && { versionId: VersionId }) }),
  )
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
