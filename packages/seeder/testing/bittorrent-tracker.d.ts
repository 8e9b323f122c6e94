// The tracker that the tests announce to carries no types.
declare module 'bittorrent-tracker/server' {
  import type { EventEmitter } from 'node:events'
  import type { Server as HttpServer } from 'node:http'

  export default class Server extends EventEmitter {
    constructor(options: { http: boolean; udp: boolean; ws: boolean; stats: boolean; interval: number })
    readonly http: HttpServer
    listen(port: number, host: string, onListening: () => void): void
    close(onClosed: () => void): void
  }
}
