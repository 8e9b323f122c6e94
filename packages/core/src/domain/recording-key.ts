import { fileStem } from './filename.ts'
import type { Job } from './job.ts'

export const RECORDINGS_PREFIX = 'recordings/'
/** Everything that is ours alone lives here: never torrented, never public. */
export const INTERNAL_PREFIX = '.chronicle/'

/** The key of an attempt's recording: its own for every attempt, so that nothing kept is ever overwritten. */
export function recordingKey(job: Pick<Job, 'jobId' | 'filename' | 'url' | 'createdAt' | 'attempt'>): string {
  const day = job.createdAt.slice(0, 10).replaceAll('-', '/')
  const attempt = job.attempt > 1 ? `.a${job.attempt}` : ''
  return `${RECORDINGS_PREFIX}${day}/${job.jobId}/${fileStem(job.filename, job.url ?? '')}${attempt}.mkv`
}

/** What the object of an attempt's recording says of itself, which tells it from any other at the same key. */
export function recordingMetadata({ jobId, attempt }: Pick<Job, 'jobId' | 'attempt'>) {
  return { 'chronicle-job-id': jobId, 'chronicle-attempt': String(attempt) }
}

/** The key that the caller asked for, if a recording may be put there; undefined where ours is used instead. */
export function usableKey(key: string | undefined): string | undefined {
  if (key === undefined || !key.startsWith(RECORDINGS_PREFIX) || Buffer.byteLength(key) > 1000) return undefined
  const segments = key.split('/')
  const isClean =
    segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..') && !/\p{C}/u.test(key)
  return isClean && !/\.torrent$/i.test(key) ? key : undefined
}
