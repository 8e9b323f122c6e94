import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { JobView } from '@chronicle/core'

export type SavedFiles = { readonly recording: string; readonly torrent: string }

/** Fetches a job's recording and torrent into a folder, side by side, as torrent clients want them. */
export async function saveRecording(s3: S3Client, job: JobView, folder: string): Promise<SavedFiles> {
  const { s3Bucket, s3Key, torrentFile } = job
  if (s3Key === undefined || torrentFile === undefined)
    throw new Error(`job ${job.jobId} has no torrent: ${job.torrentError ?? 'no reason given'}`)
  await mkdir(folder, { recursive: true })
  const save = async (Key: string) => {
    const path = join(folder, basename(Key))
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: s3Bucket, Key }))
    if (!(Body instanceof Readable)) throw new Error(`s3://${s3Bucket}/${Key} has no body`)
    await pipeline(Body, createWriteStream(path))
    return path
  }
  return { recording: await save(s3Key), torrent: await save(torrentFile) }
}
