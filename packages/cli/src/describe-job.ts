import { type Attempt, isEnded, type JobView } from '@chronicle/core'
import { describeBackfill } from './describe-backfill.ts'
import { bytes, duration } from './format.ts'

/** A job as lines of `label  value`, without what it does not have. */
export function describeJob(job: JobView): string {
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['job', job.jobId],
    ['status', [statusOf(job), job.endReason, asked(job)].filter(Boolean).join(' ')],
    ['url', job.url],
    ['below', job.prefix === undefined ? undefined : `s3://${job.s3Bucket}/${job.prefix}`],
    ['objects', job.backfill && describeBackfill(job.backfill)],
    ['error', job.error && `${job.errorCode}: ${job.error}`],
    ['log', job.errorDetail],
    ['reason', job.statusReason],
    ['next try', job.nextAt],
    ['recording', job.size === undefined ? undefined : `s3://${job.s3Bucket}/${job.s3Key}`],
    ['size', job.size === undefined ? undefined : `${bytes(job.size)} (${job.size} bytes)`],
    ['duration', job.durationSeconds === undefined ? undefined : duration(job.durationSeconds)],
    ['gaps', job.gaps && describeGaps(job.gaps)],
    ['codecs', job.codecs?.join(', ')],
    ['torrent', job.torrentFile],
    ['piece length', job.pieceLength === undefined ? undefined : `${job.pieceLength / 1024} KiB`],
    ['info-hash', job.infoHash],
    ['magnet', job.magnet],
    ['torrent error', job.torrentError],
    ['seeding', job.seeding && describeSeeding(job.seeding)],
    ...(job.attempts ?? []).map((attempt) => [`attempt ${attempt.attempt}`, describeAttempt(job, attempt)] as const),
  ]
  const present = lines.flatMap(([label, value]) => (value ? [[label, value] as const] : []))
  const width = Math.max(...present.map(([label]) => label.length))
  return present
    .map(([label, value]) => `${label.padEnd(width)}  ${value.replaceAll('\n', `\n${' '.repeat(width + 2)}`)}`)
    .join('\n')
}

const statusOf = ({ status, partial }: Pick<JobView, 'status' | 'partial'>) =>
  partial ? `${status} (partial)` : status

function asked({ status, cancelRequested, purgeRequested }: JobView): string | undefined {
  if (purgeRequested) return '(being deleted)'
  return cancelRequested && !isEnded(status) ? '(cancel asked for)' : undefined
}

/** An attempt before the one that the job is at: what it left, or why it left nothing. */
function describeAttempt({ s3Bucket }: JobView, attempt: Attempt): string {
  const { s3Key, size, endReason, errorCode, error } = attempt
  const kept = size === undefined ? undefined : `s3://${s3Bucket}/${s3Key} (${bytes(size)})`
  return [statusOf(attempt), endReason, kept, error && `${errorCode}: ${error}`].filter(Boolean).join(' ')
}

function describeGaps({ count, seconds, longest }: NonNullable<JobView['gaps']>) {
  const places = longest.map((gap) => `${duration(gap.seconds)} at ${duration(gap.atSeconds)}`).join(', ')
  return `${duration(seconds)} missing: ${places}${count > longest.length ? `, and ${count - longest.length} shorter ones` : ''}`
}

function describeSeeding({
  state,
  endReason,
  uploadedBytes,
  peers,
  errorCode,
  error,
}: NonNullable<JobView['seeding']>) {
  const given = uploadedBytes === undefined ? '' : `${bytes(uploadedBytes)} given away`
  const now = state === 'SEEDING' ? `${given} to ${peers} peers` : given
  const trouble = error && (errorCode ? `${errorCode}: ${error}` : `(${error})`)
  return [state, endReason, now, trouble].filter(Boolean).join(' ')
}

/** How long each stage of an ended recording took, from the times in its row. */
export function describeStages(job: JobView): string {
  if (job.kind !== 'recording') return ''
  const marks: readonly (readonly [string, string | undefined])[] = [
    ['waiting for the recorder to start', job.createdAt],
    ['resolving the stream', job.startedAt],
    ['recording', job.recordingAt],
    ['uploading the rest', job.uploadingAt],
    ['making the torrent', job.creatingTorrentAt],
    ['end', job.finishedAt],
  ]
  const reached = marks.flatMap(([label, at]) => (at ? [{ label, at: Date.parse(at) }] : []))
  return reached
    .slice(0, -1)
    .map(
      ({ label, at }, index) =>
        `${label.padEnd(34)}  ${duration(Math.max(0, (reached[index + 1]?.at ?? at) - at) / 1000)}`,
    )
    .join('\n')
}
