import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseMetainfo } from '@chronicle/torrent'
import type { ClientSettings, ClientStatus, StartClient } from '../../src/client/bittorrent-client.ts'

type Look = Partial<ClientStatus> | Error

/**
 * A client in memory. Each look at it takes the next of `looks`, the last one for ever; `onLook` is what happens meanwhile.
 * Keeps what it was started with, what it was given, and the content that it found in its folder.
 */
export function createFakeClient() {
  const started: ClientSettings[] = []
  let added: { readonly torrent: Uint8Array; readonly content: Uint8Array | undefined } | undefined
  let looks: Look[] = [{}]
  let refusal: Error | undefined
  let ended = 0
  let onLook = () => {}
  const start: StartClient = async (settings) => {
    if (refusal) throw refusal
    started.push(settings)
    return {
      add: async (torrent, folder) => {
        const path = join(folder, parseMetainfo(torrent).name)
        added = { torrent, content: await readFile(path).catch(() => undefined) }
      },
      status: async () => {
        onLook()
        const look = (looks.length > 1 ? looks.shift() : looks[0]) ?? {}
        if (look instanceof Error) throw look
        return { isSeeding: true, complete: 1, uploadedBytes: 0, peers: 0, ...look }
      },
      [Symbol.asyncDispose]: async () => {
        ended += 1
      },
    }
  }
  return {
    start,
    started,
    added: () => added,
    ended: () => ended,
    looks: (...next: readonly Look[]) => {
      looks = [...next]
    },
    refuseWith: (error: Error) => {
      refusal = error
    },
    onLook: (action: () => void) => {
      onLook = action
    },
  }
}
