import { isEnded } from '@chronicle/core'
import { goOnWithBackfills } from './backfills.ts'
import { repeatInvoke, repeatPost } from './callers.ts'
import { takeLetters } from './dead-letters.ts'
import { noteRecordings, tellOfObject, tellOfObjects } from './objects.ts'
import { deliver, handOver } from './queue.ts'
import { hear, quiet, sweep, tell } from './watchers.ts'
import type { World } from './world.ts'

const ROUNDS = 12
/** Longer than anything is waited for, but for the time in which a message may be repeated. */
const ROUND_MS = 11 * 60_000

/**
 * Lets the world go on by itself, undisturbed, until every accepted job has ended: messages are delivered, events heard, and
 * where nothing moves, time passes and the sweep comes. A job that has not ended after all rounds is lost.
 */
export async function settle(world: World): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await letWork(world)
    if (await isSettled(world)) return
    world.clock.advance(ROUND_MS)
    await sweep(world)
  }
}

async function letWork(world: World): Promise<void> {
  do {
    await quiet(world)
    await hear(world)
    await noteRecordings(world)
    await tellOfObjects(world)
  } while ((await takeLetters(world)) || (await deliver(world)) > 0)
}

async function isSettled({ jobs, journal }: World): Promise<boolean> {
  const rows = await Promise.all([...journal.accepted].map((jobId) => jobs.get(jobId)))
  // A completed job that waits for its seeder is still in the sweep's index.
  return rows.every((row) => row !== undefined && isEnded(row.status) && row.open === undefined)
}

/** All that ever came comes again, late and in the wrong order; then the world goes on until all has ended. */
export async function redeliver(world: World): Promise<void> {
  await comeAgain(world)
  await settle(world)
}

/** All that ever came comes again: requests, messages, events, objects, and the sweep, when its time has come. */
export async function comeAgain(world: World): Promise<void> {
  const { posts, invokes, deliveries, heard, objects } = world.journal
  const records = new Map(deliveries.map(({ record }) => [record.messageId, record]))
  const events = heard.toReversed()
  for (const event of posts) await repeatPost(world, event)
  for (const request of invokes) await repeatInvoke(world, request)
  for (const record of records.values()) await handOver(world, [record])
  for (const event of events) await tell(world, event)
  for (const event of objects) await tellOfObject(world, event)
  await goOnWithBackfills(world)
  world.clock.advance(ROUND_MS)
  await sweep(world)
}
