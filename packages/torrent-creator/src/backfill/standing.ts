import { type Guard, type Job, nothingBackfilled, openStatuses } from '@chronicle/core'
import type { Deps } from '../deps.ts'

/** The guard of every write to a backfill that was read: still open, as often begun, and come no further. */
export function standsAs({ attempt, backfill = nothingBackfilled }: Job): Guard {
  return { attempt, status: openStatuses, backfillAfter: backfill.after }
}

/** How long it may be AWS that fails, as it passes. */
const PATIENCE_MS = 60 * 60_000

/** Whether a backfill has come no further for so long that what fails is not to be waited for. */
export function isOutOfPatience({ clock }: Pick<Deps, 'clock'>, { lastHeartbeat, startedAt, createdAt }: Job): boolean {
  return clock.now().getTime() - Date.parse(lastHeartbeat ?? startedAt ?? createdAt) > PATIENCE_MS
}
