import { settings, submissionSchema } from '@chronicle/core'
import * as z from 'zod/mini'

const counted = z.coerce.number().check(z.int(), z.minimum(1))

/** What every recording is told. */
const recording = {
  AWS_ENDPOINT_URL: settings.AWS_ENDPOINT_URL,
  MAX_DURATION_SECONDS: settings.MAX_DURATION_SECONDS,
  PATH: z.string(),
  PRIVATE_SOURCES: settings.PRIVATE_SOURCES,
  PUBLIC_BASE_URL: settings.PUBLIC_BASE_URL,
  S3_BUCKET: settings.S3_BUCKET,
  /** Where the system keeps its certificates; the only way in which ffmpeg can be told for HLS segments. */
  SSL_CERT_FILE: z.optional(z.string()),
  /** Who yt-dlp and ffmpeg run as, where the recorder is root. The image says it. */
  TOOL_UID: z.optional(counted),
  TRACKERS: settings.TRACKERS,
  TTL_DAYS: settings.TTL_DAYS,
} as const

/** The settings of the recorder: which launch of which job it is (JOB_ID, ATTEMPT, LAUNCH), and where everything is. */
export const environment = z.object({
  ATTEMPT: counted,
  DDB_TABLE: settings.DDB_TABLE,
  /** Set by ECS in every container. */
  ECS_CONTAINER_METADATA_URI_V4: z.optional(z.url()),
  JOB_ID: z.string(),
  LAUNCH: counted,
  ...recording,
})
export type Environment = z.infer<typeof environment>

/** The settings of a recording by hand: what to record, and where it goes. */
export const handEnvironment = z.object({
  FILENAME: submissionSchema.shape.filename,
  URL: submissionSchema.shape.url,
  ...recording,
})

/** The settings of a torrent by hand: of which object of the bucket. */
export const torrentEnvironment = z.object({ ...recording, TORRENT_KEY: z.string() })

export type RecordingEnvironment = Omit<z.infer<typeof handEnvironment>, 'FILENAME' | 'URL'>

/** What is wanted: what a job says; or, without one, a recording of a URL or the torrent of an object. */
export function wantedWork(
  { JOB_ID, URL, TORRENT_KEY }: Readonly<Record<string, string | undefined>> = process.env,
): 'job' | 'recording' | 'torrent' {
  if (JOB_ID) return 'job'
  if (TORRENT_KEY) return 'torrent'
  return URL ? 'recording' : 'job'
}
