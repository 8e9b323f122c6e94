import { mkdtemp, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Deps } from './deps.ts'

/** A folder of the recorder's own, by whose name the container's health check finds it. */
export const makeFolder = ({ spoolRoot }: Pick<Deps, 'spoolRoot'>): Promise<string> =>
  mkdtemp(join(spoolRoot, 'chronicle-recorder-'))

/**
 * Answers what sets the time of the file `alive` in a folder of `makeFolder`, by which the container's health check sees that the
 * recorder goes on. A sign that cannot be given is logged and left to the next one.
 */
export async function createSignOfLife(
  { clock, log }: Pick<Deps, 'clock' | 'log'>,
  folder: string,
): Promise<() => Promise<void>> {
  const alive = join(folder, 'alive')
  await writeFile(alive, '')
  return () => utimes(alive, clock.now(), clock.now()).catch((error) => log.warn('sign of life not given', { error }))
}
