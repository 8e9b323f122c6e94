import type { ClientSettings } from './bittorrent-client.ts'

/** How the daemon is talked to: by HTTP on the loopback interface, with a password that only its own folder knows. */
export type RpcAccess = { readonly port: number; readonly user: string; readonly password: string }

/**
 * transmission-daemon's `settings.json`. Limits are ours to watch, so it has none but those of a small task; nothing of it
 * speaks to the local network or to a router.
 * https://github.com/transmission/transmission/blob/main/docs/Editing-Configuration-Files.md
 */
export function transmissionSettings({ peerPort, dht }: ClientSettings, rpc: RpcAccess): Record<string, unknown> {
  return {
    'rpc-enabled': true,
    'rpc-bind-address': '127.0.0.1',
    'rpc-port': rpc.port,
    'rpc-authentication-required': true,
    'rpc-username': rpc.user,
    'rpc-password': rpc.password,
    'rpc-whitelist': '127.0.0.1',
    'rpc-whitelist-enabled': true,
    'peer-port': peerPort,
    'peer-port-random-on-start': false,
    'port-forwarding-enabled': false,
    'dht-enabled': dht,
    'pex-enabled': dht,
    'lpd-enabled': false,
    'utp-enabled': true,
    'ratio-limit-enabled': false,
    'idle-seeding-limit-enabled': false,
    'speed-limit-up-enabled': false,
    'speed-limit-down-enabled': false,
    'alt-speed-enabled': false,
    'incomplete-dir-enabled': false,
    'watch-dir-enabled': false,
    'script-torrent-done-enabled': false,
    'rename-partial-files': false,
    'queue-stalled-enabled': false,
    'peer-limit-global': 200,
    'peer-limit-per-torrent': 200,
    'cache-size-mb': 16,
  }
}
