import { ObjectChanged } from '../domain/errors.ts'
import type { ObjectHead, ObjectId, ObjectStore } from '../ports/object-store.ts'

/** Who is overtaken this often leaves it to those who overtake. */
const MOST_ROUNDS = 5

/**
 * Does for the current version of an object what is to be done, or for its absence, and looks again afterwards: where it is another
 * by then, it is done again for that. So whoever writes last has seen what is there, and the end is right in whichever order events
 * come, late, twice or all at once. See ADR 0024. Throws ObjectChanged where the object kept changing.
 */
export async function followObject(
  { objects }: { readonly objects: Pick<ObjectStore, 'head'> },
  id: ObjectId,
  settle: (head: ObjectHead | undefined) => Promise<void>,
): Promise<void> {
  let head = await objects.head(id)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await settle(head)
    const now = await objects.head(id)
    if (isSameVersion(head, now)) return
    head = now
  }
  throw new ObjectChanged(id.key)
}

export const isSameVersion = (one: ObjectHead | undefined, other: ObjectHead | undefined): boolean =>
  one?.etag === other?.etag && one?.versionId === other?.versionId
