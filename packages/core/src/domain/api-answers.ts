import * as z from 'zod/mini'
import { jobEventSchema } from './job.ts'

/** What `GET /jobs/{jobId}/events` answers: the last transitions, the oldest of them first. */
export const jobEventsSchema = z.object({ items: z.array(jobEventSchema) })

/** A link that anyone can follow until it expires. */
export const linkSchema = z.object({ url: z.url(), expiresAt: z.iso.datetime() })
export type Link = z.infer<typeof linkSchema>

/** What `POST /torrents` answers for a key: the torrent is there, or it is being made and `GET /torrents` tells when it is there. */
export const torrentOrderAnswerSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  torrent: z.enum(['ready', 'ordered']),
})
export type TorrentOrder = z.infer<typeof torrentOrderAnswerSchema>

/** What it answers for a prefix: this call has begun it, or it goes on; `GET /jobs/{jobId}` tells how far it is. */
export const backfillOrderAnswerSchema = z.object({
  bucket: z.string(),
  prefix: z.string(),
  jobId: z.string(),
  backfill: z.enum(['started', 'running']),
})
export type BackfillOrder = z.infer<typeof backfillOrderAnswerSchema>

/** What became of dead letters; the next call goes on after `nextCursor`, where there was no time for all. */
export const redriveSchema = z.object({
  redriven: z.array(z.object({ jobId: z.string(), attempt: z.int() })),
  notRedriven: z.array(z.object({ jobId: z.string(), code: z.string(), reason: z.string() })),
  nextCursor: z.optional(z.string()),
})
export type Redrive = z.infer<typeof redriveSchema>

/** Who answers, and what is behind it. */
export const healthSchema = z.object({
  status: z.literal('ok'),
  version: z.string(),
  engine: z.enum(['aws', 'custom endpoint']),
})
export type Health = z.infer<typeof healthSchema>
