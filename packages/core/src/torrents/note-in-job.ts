import type { Attempt, Job } from '../domain/job.ts'
import type { JobStore } from '../ports/job-store.ts'
import type { ObjectId } from '../ports/object-store.ts'

/** What is noted of a recording: its torrent, or why it has none. */
export type TorrentNote = Partial<Pick<Attempt, 'torrentFile' | 'infoHash' | 'magnet' | 'pieceLength' | 'torrentError'>>

const lacksTorrent = { status: ['COMPLETED'], absent: ['infoHash'] } as const

/**
 * Notes what became of a recording's torrent in the row of the job that made it, where that lacks one: in the row itself, or, where
 * the job has gone on since, with what its earlier attempt came to. Answers whether the object is a recording of this job.
 */
export async function noteInJob(
  { jobs }: { readonly jobs: JobStore },
  { bucket, key }: ObjectId,
  jobId: string | undefined,
  note: TorrentNote,
): Promise<boolean> {
  // A job that moves on meanwhile is read again. It does so a few times, and no more.
  for (;;) {
    const job = jobId === undefined ? undefined : await jobs.get(jobId)
    if (job?.s3Bucket !== bucket) return false
    if (job.s3Key === key) {
      const isMade = note.torrentError === undefined
      const stale = (['torrentError', 'torrentWithdrawnAt'] as const).filter(() => isMade)
      await jobs.change(job.jobId, lacksTorrent, { set: note, remove: stale })
      return true
    }
    const attempts = notedIn(job, key, note)
    if (!attempts) return false
    const same = { attempt: job.attempt, status: [job.status], attempts: job.attempts ?? [] }
    const { changed } = await jobs.change(job.jobId, same, { set: { attempts } })
    if (changed) return true
  }
}

/** The earlier attempts with the note in its place, or undefined where none of them has this recording. */
function notedIn({ attempts = [] }: Job, key: string, note: TorrentNote): Attempt[] | undefined {
  if (!attempts.some(({ s3Key }) => s3Key === key)) return undefined
  return attempts.map((attempt) => {
    if (attempt.s3Key !== key || attempt.infoHash !== undefined) return attempt
    const { torrentError: _, torrentWithdrawnAt: __, ...facts } = attempt
    return { ...facts, ...note }
  })
}
