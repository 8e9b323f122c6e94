import { fileStem } from './filename.ts'
import type { Job } from './job.ts'
import { jobIdSchema } from './submission.ts'

export const RECORDINGS_PREFIX = 'recordings/'
/** Everything that is ours alone lives here: never torrented, never public. */
export const INTERNAL_PREFIX = '.chronicle/'

/** What is kept with a recording about whose it is. */
export const JOB_ID_METADATA = 'chronicle-job-id'

/** The key of an attempt's recording: its own for every attempt, so that nothing kept is ever overwritten. */
export function recordingKey(job: Pick<Job, 'jobId' | 'filename' | 'url' | 'createdAt' | 'attempt'>): string {
  const attempt = job.attempt > 1 ? `.a${job.attempt}` : ''
  return `${recordingFolder(job)}${fileStem(job.filename, job.url ?? '')}${attempt}.mkv`
}

/** What the object of an attempt's recording says of itself, which tells it from any other at the same key. */
export function recordingMetadata({ jobId, attempt }: Pick<Job, 'jobId' | 'attempt'>) {
  return { [JOB_ID_METADATA]: jobId, 'chronicle-attempt': String(attempt) }
}

/** The job that recorded an object with this metadata. Anyone who puts one may say there which job it was, in any words. */
export function jobOfMetadata({ [JOB_ID_METADATA]: said }: Readonly<Record<string, string>>): string | undefined {
  return jobIdSchema.safeParse(said).data
}

/** Where the recordings of a job's attempts are, but for one that has a key of its caller's. */
export function recordingFolder({ jobId, createdAt }: Pick<Job, 'jobId' | 'createdAt'>): string {
  return `${RECORDINGS_PREFIX}${createdAt.slice(0, 10).replaceAll('-', '/')}/${jobId}/`
}

/** The job whose recordings are in this folder; undefined for a key of a caller's, and for what is no recording at all. */
export function jobOfKey(key: string): string | undefined {
  return /^recordings\/\d{4}\/\d\d\/\d\d\/([A-Za-z0-9_-]{1,64})\//.exec(key)?.[1]
}

/** Where torrents are rendered for download, of the row with this id: what can be rendered again, and is purged with its job. */
export const renderedFolder = (rowId: string): string => `${INTERNAL_PREFIX}rendered/${rowId}/`

/** The key that the caller asked for, if a recording may be put there; undefined where ours is used instead. */
export function usableKey(key: string | undefined): string | undefined {
  if (key === undefined || !key.startsWith(RECORDINGS_PREFIX) || Buffer.byteLength(key) > 1000) return undefined
  const segments = key.split('/')
  const isClean =
    segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..') && !/\p{C}/u.test(key)
  return isClean && !/\.torrent$/i.test(key) ? key : undefined
}
