import { subscribe, unsubscribe } from 'node:diagnostics_channel'

const CHANNEL = 'net.client.socket'

/** Counts the sockets with which this process connects, or tries to, to anybody: its tests' own among them. */
export function countConnections() {
  let opened = 0
  const count = () => {
    opened += 1
  }
  subscribe(CHANNEL, count)
  return { opened: () => opened, [Symbol.dispose]: () => unsubscribe(CHANNEL, count) }
}
