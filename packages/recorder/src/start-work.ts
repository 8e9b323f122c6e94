import { randomUUID } from 'node:crypto'
import { parseEnv } from '@chronicle/core'
import { createDeps, createJobDeps } from './deps.ts'
import { environment, handEnvironment, torrentEnvironment, wantedWork } from './env.ts'
import { recordByHand } from './record-by-hand.ts'
import { recordJob } from './record-job.ts'
import type { StopSwitch } from './stop-switch.ts'
import { torrentByHand } from './torrent/torrent-by-hand.ts'

/** Does what the environment asks for: what a job wants, or a recording or a torrent by hand. Answers the exit code. */
export async function startWork(stopSwitch: StopSwitch): Promise<0 | 1> {
  const work = wantedWork()
  if (work === 'job') return recordJob(await createJobDeps(parseEnv(environment)), stopSwitch)
  if (work === 'torrent') {
    const settings = parseEnv(torrentEnvironment)
    return torrentByHand(createDeps(settings), settings.TORRENT_KEY, stopSwitch)
  }
  const env = parseEnv(handEnvironment)
  const wanted = { url: env.URL, filename: env.FILENAME, jobId: `hand-${randomUUID().slice(0, 8)}` }
  return recordByHand(createDeps(env), wanted, stopSwitch)
}
