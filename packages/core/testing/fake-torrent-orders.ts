import type { ObjectId, TorrentOrders } from '../src/index.ts'

/** Orders that are kept, the first one first. */
export function createFakeTorrentOrders(): TorrentOrders & { readonly placed: ObjectId[] } {
  const placed: ObjectId[] = []
  return {
    placed,
    place: async (object) => {
      placed.push(object)
    },
  }
}
