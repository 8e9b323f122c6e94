import type { Seeding } from '@chronicle/core'
import type { BitTorrentClient, ClientStatus } from './client/bittorrent-client.ts'
import type { Deps } from './deps.ts'
import { SeedingFailed } from './failures.ts'
import { limitReached } from './limits.ts'
import { pause } from './pause.ts'
import type { SeedingRow } from './row/seeding-row.ts'

/**
 * Looks at the client until seeding is enough or asked to stop, and tells row and log meanwhile. Time counts from when
 * everything is there to be seeded. Answers how it ended; throws SeedingFailed where the client cannot go on, RowLost where
 * it must not.
 */
export async function watchSeeding(
  { clock, config, log }: Pick<Deps, 'clock' | 'config' | 'log'>,
  client: BitTorrentClient,
  row: SeedingRow,
  length: number,
  signal: AbortSignal,
): Promise<Seeding> {
  const now = () => clock.now().getTime()
  let state: 'PREPARING' | 'SEEDING' = 'PREPARING'
  let since = now()
  let [told, complete, advanced] = [0, 0, since]

  for (;;) {
    const status = await client.status()
    const isFirstSeeding = status.isSeeding && state === 'PREPARING'
    if (isFirstSeeding) [state, since] = ['SEEDING', now()]
    // Any change: it falls when what was checked turns out to be missing, and grows again from there.
    if (status.complete !== complete) [complete, advanced] = [status.complete, now()]

    const { uploadedBytes } = status
    const reached =
      state === 'SEEDING' && limitReached(config.limits, { uploadedBytes, length, elapsedMs: now() - since })
    const endReason = signal.aborted ? 'STOPPED' : reached
    if (endReason) return { state: 'ENDED', since: clock.now().toISOString(), ...figuresOf(status), endReason }
    if (state === 'PREPARING' && now() - advanced >= config.stallMs) throw stalled(config.from, complete)

    if (isFirstSeeding || now() - told >= config.reportMs) {
      told = now()
      const seeding = { state, since: new Date(since).toISOString(), ...figuresOf(status) }
      log.info('seeding', { ...seeding, complete: status.complete })
      await row.note(seeding)
    }
    await pause(config.lookMs, signal)
  }
}

function figuresOf({ uploadedBytes, peers, trouble }: ClientStatus) {
  return { uploadedBytes, peers, ...(trouble !== undefined && { error: trouble }) }
}

function stalled(from: Deps['config']['from'], complete: number): SeedingFailed {
  const percent = Math.floor(complete * 100)
  return from === 'web-seed'
    ? new SeedingFailed(
        'WEB_SEED_STALLED',
        `the web seed brings nothing more (${percent}% are there); check PUBLIC_BASE_URL`,
      )
    : new SeedingFailed('CLIENT_STALLED', `the client does not get on with checking the content (${percent}%)`)
}
