import { InvalidEnvironment } from '@chronicle/core'
import type { Environment } from './env.ts'

/** What is to be seeded: the recording of a job, whose row then tells how it goes, or any torrent of the bucket. */
export type Assignment =
  | { readonly jobId: string; readonly attempt?: number | undefined }
  | { readonly torrentKey: string }

/**
 * Reads what to seed from the settings, or from the program's one argument: a torrent's key is told by its ending.
 * Throws InvalidEnvironment unless exactly one thing is named.
 */
export function chooseAssignment(
  { JOB_ID, ATTEMPT, TORRENT_KEY }: Pick<Environment, 'JOB_ID' | 'ATTEMPT' | 'TORRENT_KEY'>,
  argument?: string,
): Assignment {
  const isKey = argument?.endsWith('.torrent')
  const jobIds = [JOB_ID, isKey ? undefined : argument].filter((id) => id !== undefined)
  const keys = [TORRENT_KEY, isKey ? argument : undefined].filter((key) => key !== undefined)
  const [jobId, torrentKey] = [jobIds[0], keys[0]]
  if (jobIds.length + keys.length !== 1)
    throw new InvalidEnvironment(['JOB_ID, TORRENT_KEY or an argument: exactly one must say what to seed'])
  if (torrentKey !== undefined) return { torrentKey: withEnding(torrentKey) }
  return { jobId: String(jobId), attempt: ATTEMPT }
}

/** Somebody who names the object means its torrent. */
const withEnding = (key: string) => (key.endsWith('.torrent') ? key : `${key}.torrent`)
