import { isEnded } from '@chronicle/core'
import { settings } from '../simulation/settings.ts'
import type { World } from '../simulation/world.ts'
import type { Model } from './model.ts'

/** How long everything may take to come to its end: waits of launches are five minutes at most, patience with a launch ten. */
const MAX_MINUTES = 240
const QUIET_MINUTES = 30

/**
 * The world becomes well and time passes: launches are accepted, tasks come up and record, everything is delivered, the sweep runs
 * each minute. Says what is not at its end then, and what goes on although all is.
 */
export async function recover({ world, messages }: Model): Promise<string[]> {
  world.ecs.recover()
  for (const one of world.recorders.running) one.network = 'up'
  for (let minute = 0; minute < MAX_MINUTES && !isQuiet(world); minute++) await oneMinute(world)
  const tasks = world.ecs.tasks.length
  const stuck = world.rows().filter(({ status }) => !isEnded(status))
  for (let minute = 0; minute < QUIET_MINUTES && stuck.length === 0; minute++) await oneMinute(world)
  return [
    ...stuck.map(
      ({ jobId, status, attempt, launch }) => `${jobId} is still ${status}, attempt ${attempt}, launch ${launch}`,
    ),
    ...(isQuiet(world) ? [] : ['something goes on for ever']),
    ...(world.ecs.tasks.length > tasks ? [`${world.ecs.tasks.length - tasks} tasks were launched after the end`] : []),
    ...lostUploads(world),
    ...messages
      .filter(({ messageId, body }) => !isAccountedFor(world, messageId, body))
      .map(({ body }) => `${body} is lost`),
  ]
}

function isQuiet({ rows, queue, ecs }: World): boolean {
  return (
    rows().every(({ status }) => isEnded(status)) &&
    queue.size() === 0 &&
    queue.dead.length === 0 &&
    ecs.changes.length === 0 &&
    ecs.tasks.every(({ lastStatus }) => lastStatus === 'STOPPED')
  )
}

async function oneMinute(world: World): Promise<void> {
  const { ecs, queue, recorders, clock } = world
  for (const message of queue.receivable()) await world.deliver(message)
  for (const message of [...queue.dead]) await world.deliverDead(message)
  for (const task of ecs.tasks) if (task.lastStatus === 'PENDING') recorders.start(task)
  for (const one of [...recorders.running]) await recorders.move(one, 'go on')
  for (const change of [...ecs.changes]) await world.tell(change)
  await world.sweep()
  clock.advance(60_000)
}

/** Whatever of a recording reached S3 is an object that its job names, whoever had to put it together. */
function lostUploads({ recorders, row, bucket }: World): string[] {
  return recorders.uploaded.flatMap(({ jobId, attempt, s3Key }) => {
    const job = row(jobId)
    if (job?.purgeRequested) return [] // some of it may be deleted already
    const isNamed = [...(job?.attempts ?? []), job].some((one) => one?.status === 'COMPLETED' && one.s3Key === s3Key)
    const object = bucket.current({ bucket: settings.bucket, key: s3Key })
    const isThere = object?.metadata['chronicle-attempt'] === String(attempt)
    return isNamed && isThere ? [] : [`${jobId}: what attempt ${attempt} recorded is ${isThere ? 'not named' : 'lost'}`]
  })
}

/** A message of somebody else has become the job that it names, or a job of its own, which may say what is wrong with it. */
function isAccountedFor(world: World, messageId: string, body: string): boolean {
  return world.rows().some((job) => {
    if (job.jobId === messageId || job.events.some(({ reason = '' }) => reason.includes(messageId))) return true
    return body.includes(`"jobId":"${job.jobId}"`) && (job.requestBody === body || body.includes(`"${job.url}"`))
  })
}
