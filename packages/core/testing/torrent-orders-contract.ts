import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import type { ObjectId, TorrentOrders } from '../src/index.ts'

/** What the torrent creator was told: objects as it reads them, and the ids of backfills. */
export type Heard = { readonly placed: readonly ObjectId[]; readonly goneOn: readonly string[] }

export type TorrentOrdersUnderTest = {
  readonly orders: TorrentOrders
  /** Everything that was told by now, in any order. */
  readonly heard: () => Promise<Heard>
}

const WAIT_MS = 20_000

/** What every TorrentOrders promises; runs on the fake and on Lambda. */
export function describeTorrentOrders(name: string, open: () => TorrentOrdersUnderTest): void {
  /** Lambda hands over what it has taken when it has time for it. */
  async function until(isHeard: (heard: Heard) => boolean): Promise<Heard> {
    const end = Date.now() + WAIT_MS
    for (;;) {
      const heard = await open().heard()
      if (isHeard(heard) || Date.now() > end) return heard
      await sleep(50)
    }
  }

  describe(`TorrentOrders: ${name}`, () => {
    it('has an object looked at, whatever its key', async () => {
      const keys = ['films/a b+c%41&=?#.bin', 'é🎥/\u0001"\'<>', '../']
      const objects = keys.map((key) => ({ bucket: 'bucket', key }))
      for (const object of objects) await open().orders.place(object)
      const { placed } = await until((heard) => heard.placed.length >= keys.length)
      expect(new Set(placed)).toEqual(new Set(objects))
    }, 60_000)

    it('has a backfill gone on with', async () => {
      await open().orders.goOn('b_1')
      await open().orders.goOn('b_2')
      const { goneOn } = await until((heard) => heard.goneOn.length >= 2)
      expect(new Set(goneOn)).toEqual(new Set(['b_1', 'b_2']))
    }, 60_000)
  })
}
