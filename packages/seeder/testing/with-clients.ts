import { spawnSync } from 'node:child_process'
import { it } from '@jest/globals'

const missing = ['transmission-daemon', 'aria2c'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined)
if (missing.length > 0) {
  process.stderr.write(
    `${missing.join(' and ')} not installed: tests with real BitTorrent clients are left out (apt-get install transmission-daemon aria2)\n`,
  )
}

/** A test that needs real BitTorrent clients, or its place where they are missing. */
export const withClients = missing.length > 0 ? it.skip : it
