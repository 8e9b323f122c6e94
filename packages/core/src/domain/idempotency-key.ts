import { createHash } from 'node:crypto'
import * as z from 'zod/mini'

/** What the header `Idempotency-Key` may say: whatever its sender makes up for one request and its repeats. */
export const idempotencyKeySchema = z
  .string()
  .check(z.regex(/^[!-~]{1,255}$/, 'must be 1 to 255 visible ASCII characters, without spaces'))

/** The id of the job that this caller asks for by this key: the same for every repeat, and no other caller's. */
export function keyedJobId(caller: string, key: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([caller, key]))
    .digest('base64url')
  return `k_${hash}`
}
