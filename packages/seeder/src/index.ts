import { parseEnv } from '@chronicle/core'
import { createDeps } from './deps.ts'
import { environment } from './env.ts'
import { seedTorrent } from './seed-torrent.ts'

const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())

void createDeps(parseEnv(environment), process.argv[2])
  .then((deps) => seedTorrent(deps, stop.signal))
  .then((exitCode) => {
    process.exitCode = exitCode
  })
