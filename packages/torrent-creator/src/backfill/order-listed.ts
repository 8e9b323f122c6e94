import { ChronicleError, type ObjectId, reasonToPassOver } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import { ObjectNotFound } from '../download/errors.ts'
import { orderTorrent } from '../order-torrent.ts'

/** What became of a listed key; `passedOver` gets no torrent by its name, `gone` was deleted since it was listed. */
export type Listed = 'ready' | 'ordered' | 'refused' | 'gone' | 'passedOver'

/**
 * Orders the torrent of a listed object, where it has none. One that can have none is ordered too: who makes torrents writes into
 * its row why.
 */
export async function orderListed(deps: Pick<Deps, 'objects' | 'orders' | 'log'>, object: ObjectId): Promise<Listed> {
  if (reasonToPassOver(object.key)) return 'passedOver'
  try {
    return await orderTorrent(deps, object)
  } catch (error) {
    if (error instanceof ObjectNotFound) return 'gone'
    if (!(error instanceof ChronicleError) || error.retryable) throw error
    await deps.orders.place(object)
    return 'refused'
  }
}
