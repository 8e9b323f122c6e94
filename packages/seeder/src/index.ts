import { InvalidEnvironment, parseEnv } from '@chronicle/core'
import { createDeps } from './deps.ts'
import { environment } from './env.ts'
import { exitCodes, seedTorrent } from './seed-torrent.ts'

const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())

async function run(): Promise<number> {
  return seedTorrent(await createDeps(parseEnv(environment), process.argv[2]), stop.signal)
}

process.exitCode = exitCodes.failed
void run().then(
  (exitCode) => {
    process.exitCode = exitCode
  },
  // Of what the one who started it can mend, the message alone helps; a stack would hide it.
  (error) => console.error(error instanceof InvalidEnvironment ? error.message : error),
)
