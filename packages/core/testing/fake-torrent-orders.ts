import type { ObjectId, TorrentOrders } from '../src/index.ts'

/** Orders that are kept, the first one first. */
export function createFakeTorrentOrders(): TorrentOrders & { readonly placed: ObjectId[]; readonly goneOn: string[] } {
  const placed: ObjectId[] = []
  const goneOn: string[] = []
  return {
    placed,
    goneOn,
    place: async (object) => {
      placed.push(object)
    },
    goOn: async (jobId) => {
      goneOn.push(jobId)
    },
  }
}
