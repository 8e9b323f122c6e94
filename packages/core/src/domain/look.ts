import { isEnded, type JobStatus } from './status.ts'

/**
 * The attributes that keep an open job in the sweep's index, and when the sweep has to look at it: `open` is the index's one
 * partition, `lookAt` (ISO 8601) its order. A row without them, one that has ended or a torrent's, is not in the index; but a
 * completed job comes back into it while its seeder waits to be launched, and until its seeding ends.
 */
export type Look = { readonly open: 'yes'; readonly lookAt: string }

const MINUTE_MS = 60_000

/**
 * How long nothing may be heard of a job before the sweep looks at it, by what moved it last: a bell or a claim, which is
 * followed by a launch within the time-out of the function; a launch, whose task may take minutes to come up; its recorder,
 * which writes every few seconds; whoever ends what a dead recorder left, within the time-out of that function; its
 * seeder, which goes on for days and is only looked at to be missed; or an invocation that backfills, which writes after each page.
 */
const patienceMs = {
  bell: 2 * MINUTE_MS,
  launch: 10 * MINUTE_MS,
  recorder: 3 * MINUTE_MS,
  judgement: 6 * MINUTE_MS,
  seeder: 30 * MINUTE_MS,
  backfill: 3 * MINUTE_MS,
} as const

/**
 * When to look at a job that something moved `now`. The recorder's are whole minutes, so that of its many writes within a
 * minute only one changes the index: DynamoDB takes no write for an index whose attributes stay as they are.
 */
export function lookAfter(moved: keyof typeof patienceMs, now: Date): Look {
  const due = now.getTime() + patienceMs[moved]
  const time = moved === 'recorder' ? Math.ceil(due / MINUTE_MS) * MINUTE_MS : due
  return lookFrom(new Date(time))
}

/** To be looked at from this time on, as it has been waiting for it. */
export function lookFrom(time: Date): Look {
  return { open: 'yes', lookAt: time.toISOString() }
}

/** Whether a job is to be launched now: it is PENDING, and what it waited for, if anything, is over. */
export function isDue(
  { status, nextAt }: { readonly status: JobStatus; readonly nextAt?: string | undefined },
  now: Date,
): boolean {
  return status === 'PENDING' && (nextAt === undefined || nextAt <= now.toISOString())
}

/** What a change removes: with the job's end always its place in the index too, so that no writer can forget it. */
export function removedBy<Attribute extends string>(change: {
  readonly set?: { readonly status?: JobStatus | undefined }
  readonly remove?: readonly Attribute[]
}): readonly (Attribute | keyof Look)[] {
  const status = change.set?.status
  const looked = status !== undefined && isEnded(status) ? (['open', 'lookAt'] as const) : []
  return [...new Set([...(change.remove ?? []), ...looked])]
}
