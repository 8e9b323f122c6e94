import * as z from 'zod/mini'
import { InvalidCursor } from '../domain/errors.ts'
import { jobIdSchema } from '../domain/submission.ts'

const positionSchema = z.strictObject({ jobId: jobIdSchema, createdAt: z.iso.datetime() })

/** The last row of a page: a list goes on after it. */
export type Position = z.infer<typeof positionSchema>

/** A position as an opaque token that is safe in a URL. */
export function encodeCursor({ jobId, createdAt }: Position): string {
  return Buffer.from(JSON.stringify({ jobId, createdAt })).toString('base64url')
}

/** Throws InvalidCursor for anything that encodeCursor did not make. */
export function decodeCursor(cursor: string): Position {
  try {
    return z.parse(positionSchema, JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw new InvalidCursor(cursor)
  }
}
