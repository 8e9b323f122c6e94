import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { every, type Seeding } from '@chronicle/core'
import { fetchContent } from './content/fetch-content.ts'
import { fetchTorrent } from './content/fetch-torrent.ts'
import type { Deps } from './deps.ts'
import { describeFailure, RowLost, SeedingFailed } from './failures.ts'
import { type Claim, claimSeeding } from './row/claim-seeding.ts'
import { noRow } from './row/seeding-row.ts'
import { watchSeeding } from './watch-seeding.ts'

const SIGN_OF_LIFE_MS = 5000

/** How the program ends: a limit was reached, or there was nothing for it to do; it failed; it was stopped, as by SIGTERM. */
export const exitCodes = { done: 0, failed: 1, stopped: 143 } as const

/**
 * Seeds one torrent, from its claim until a limit is reached or the signal comes, and tells the job's row how it goes.
 * Answers the exit code. Throws where not even a failure could be written into the row.
 */
export async function seedTorrent(deps: Deps, signal: AbortSignal): Promise<number> {
  const { log, assignment } = deps
  let row = noRow
  try {
    const claim = await claimSeeding(deps)
    if (!claim) return exitCodes.done
    row = claim.row
    const ended = await seed(deps, claim, signal)
    log.info('seeding ended', { ...assignment, ...ended })
    await row.end(ended)
    return ended.endReason === 'STOPPED' ? exitCodes.stopped : exitCodes.done
  } catch (error) {
    if (error instanceof RowLost) {
      log.warn('no longer mine to seed', { ...assignment, error })
      return exitCodes.done
    }
    log.error('seeding failed', { ...assignment, error })
    await row.end({ state: 'FAILED', since: deps.clock.now().toISOString(), ...describeFailure(error) })
    return exitCodes.failed
  }
}

async function seed(deps: Deps, { torrent: id, row }: Claim, signal: AbortSignal): Promise<Seeding> {
  const { config, startClient, clock } = deps
  const toSeed = await fetchTorrent(deps, id)
  const { metainfo, torrent } = toSeed
  await using folder = await openFolder(config.temporaryRoot)
  await using _alive = showSignsOfLife(folder.alive)
  const content = config.contentFolder ?? folder.content
  await mkdir(content, { recursive: true })
  const dht = config.dht && !metainfo.isPrivate
  // Before the content comes, which may take an hour: a client that is missing is known at once.
  await using client = await startClient({ folder: folder.client, peerPort: config.peerPort, dht })
  try {
    if (config.from === 's3') await fetchContent(deps, toSeed, join(content, metainfo.name), signal)
    else requireWebSeed(metainfo)
  } catch (error) {
    if (!signal.aborted) throw error
    return { state: 'ENDED', since: clock.now().toISOString(), endReason: 'STOPPED' }
  }
  await client.add(torrent, content)
  return await watchSeeding(deps, client, row, metainfo.length, signal)
}

function requireWebSeed({ webSeeds }: { readonly webSeeds: readonly string[] }): void {
  if (webSeeds.length === 0)
    throw new SeedingFailed('NO_WEB_SEED', 'the torrent names no web seed; set PUBLIC_BASE_URL, or SEED_FROM to s3')
}

/** Sets the time of a file again and again: what the image's health check looks at. */
function showSignsOfLife(file: string): AsyncDisposable {
  const signs = every(SIGN_OF_LIFE_MS, () => writeFile(file, ''))
  return { [Symbol.asyncDispose]: signs.stop }
}

/** A folder of this run's own, gone at its end, that nobody else may read: the client's password is in it. */
async function openFolder(root: string) {
  const folder = await mkdtemp(join(root, 'chronicle-seeder-'))
  const [client, content, alive] = [join(folder, 'client'), join(folder, 'content'), join(folder, 'alive')]
  await mkdir(client)
  return { client, content, alive, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}
