import { backfillId, type Job } from '@chronicle/core'
import { lambdaContext } from '@chronicle/core/testing'
import type { Deps } from '../src/deps.ts'
import { createHandler } from '../src/handler.ts'
import { BUCKET, createCreator } from './creator.ts'

export const PREFIX = 'films/'
export const jobId = backfillId({ bucket: BUCKET, prefix: PREFIX })
export const names = (count: number) => Array.from({ length: count }, (_, index) => String(index).padStart(5, '0'))

/** A bucket with objects of these names below the prefix, from before Chronicle, and the whole Lambda. */
export function withOldObjects(below: readonly string[], rows: readonly Job[] = []) {
  const creator = createCreator({ onlyBucket: BUCKET, rows })
  for (const name of below) creator.put(`${PREFIX}${name}`, name || 'content')
  return {
    ...creator,
    post: (prefix = PREFIX) => creator.request({ method: 'POST', path: '/torrents', body: JSON.stringify({ prefix }) }),
    /** One invocation that goes on with it, on whatever is different; `remaining` is what it has left whenever it asks. */
    run: (different: Partial<Deps> = {}, remaining: () => number = () => 300_000, id = jobId) =>
      createHandler({ ...creator, ...different })(
        { backfill: { jobId: id } },
        { ...lambdaContext(), getRemainingTimeInMillis: remaining },
      ),
    /** The names that were ordered, each as often as it was. */
    ordered: () => creator.orders.placed.map(({ key }) => key.slice(PREFIX.length)),
    job: () => creator.row(jobId),
    progress: () => creator.row(jobId)?.backfill,
  }
}
