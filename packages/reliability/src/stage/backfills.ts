import { backfillId } from '@chronicle/core'
import { apiEvent } from '@chronicle/core/testing'
import { names } from '@chronicle/local'
import { invoke, type Run } from './invoke.ts'
import { RETRIES } from './objects.ts'
import type { World } from './world.ts'

/** Asks for the torrents below a prefix. Its row is there then, and nobody at it: no function runs here that could be told. */
export async function beginBackfill(world: World, prefix: string): Promise<void> {
  const body = JSON.stringify({ prefix })
  await invoke(world, 's3-torrent-creator', apiEvent({ method: 'POST', path: '/torrents', body }))
  const jobId = backfillId({ bucket: names.bucket, prefix })
  world.journal.accepted.add(jobId)
  world.journal.backfills.push(jobId)
}

/** Has the torrent creator go on with every backfill, as Lambda does; the first invocation is on the line that is given. */
export async function goOnWithBackfills(world: World, run?: Run): Promise<void> {
  for (const jobId of world.journal.backfills) {
    const event = { backfill: { jobId } }
    let outcome = await invoke(world, 's3-torrent-creator', event, { run })
    for (let retry = 0; retry < RETRIES && 'error' in outcome; retry += 1)
      outcome = await invoke(world, 's3-torrent-creator', event)
  }
}
