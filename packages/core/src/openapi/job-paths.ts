import * as z from 'zod/mini'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import { jobEventsSchema, linkSchema } from '../domain/api-answers.ts'
import {
  attemptQuerySchema,
  jobPathSchema,
  removalQuerySchema,
  submissionHeadersSchema,
} from '../domain/api-requests.ts'
import { jobPageSchema, jobQuerySchema } from '../domain/job-query.ts'
import { jobViewSchema } from '../domain/job-view.ts'
import { submissionSchema } from '../domain/submission.ts'
import { answer, noSuchJob, problem } from './responses.ts'
import { byTorrentCreator, torrentLink } from './torrent-paths.ts'

const job = answer('The job as it is now', jobViewSchema)
const jobLocation = z.object({ location: z.string() })
const ofJob = { path: jobPathSchema }

/** What can be done with jobs. */
export const jobPaths: ZodOpenApiPathsObject = {
  '/jobs': {
    post: {
      operationId: 'submitJob',
      summary: 'Ask for a stream to be recorded',
      requestParams: { header: submissionHeadersSchema },
      requestBody: { required: true, content: { 'application/json': { schema: submissionSchema } } },
      responses: {
        200: answer('This job was asked for before: as it is now', jobViewSchema),
        202: { ...answer('Accepted', jobViewSchema), headers: jobLocation },
        400: problem('The request is not right; `problems` names each field'),
        409: problem('The id, or the Idempotency-Key, belongs to another request'),
        413: problem('The body is larger than 16 KiB'),
        415: problem('The body is not sent as JSON in UTF-8'),
      },
    },
    get: {
      operationId: 'listJobs',
      summary: 'List jobs, newest first',
      requestParams: { query: jobQuerySchema },
      responses: { 200: answer('A page of jobs', jobPageSchema), 400: problem('A parameter is not right') },
    },
  },
  '/jobs/{jobId}': {
    get: {
      operationId: 'getJob',
      summary: 'One job',
      requestParams: ofJob,
      responses: { 200: job, 404: noSuchJob },
    },
    delete: {
      operationId: 'removeJob',
      summary: 'Stop a job and keep what was recorded; or delete one that has ended, with all that it made',
      requestParams: { ...ofJob, query: removalQuerySchema },
      responses: {
        200: answer('The job has ended already: as it is', jobViewSchema),
        202: answer('Its end is asked for; it is CANCELLED at once where nothing was launched', jobViewSchema),
        204: { description: 'Deleted, with its recordings and torrents' },
        400: problem('A parameter is not right'),
        404: noSuchJob,
        409: problem('It cannot be deleted: it has not ended'),
      },
    },
  },
  '/jobs/{jobId}/retry': {
    post: {
      operationId: 'retryJob',
      summary: "Begin a job's next attempt; what was recorded is kept",
      requestParams: ofJob,
      responses: {
        202: { ...answer('The job, waiting for its launch', jobViewSchema), headers: jobLocation },
        404: noSuchJob,
        409: problem('It did not end FAILED, CANCELLED or partial, or its request cannot be a job'),
      },
    },
  },
  '/jobs/{jobId}/events': {
    get: {
      operationId: 'listEvents',
      summary: "A job's last 50 transitions, the oldest of them first",
      requestParams: ofJob,
      responses: { 200: answer('The transitions', jobEventsSchema), 404: noSuchJob },
    },
  },
  '/jobs/{jobId}/torrent': {
    get: {
      ...byTorrentCreator,
      operationId: 'getTorrentOfJob',
      summary: "A link to the recording's torrent with the current trackers and web seeds, good for 15 minutes",
      requestParams: { ...ofJob, query: attemptQuerySchema },
      responses: torrentLink,
    },
  },
  '/jobs/{jobId}/recording': {
    get: {
      operationId: 'getRecording',
      summary: 'A link to the recording, good for 15 minutes: followed, or told to who accepts JSON',
      requestParams: { ...ofJob, query: attemptQuerySchema },
      responses: {
        200: answer('The link, where `Accept: application/json` was sent', linkSchema),
        302: { description: 'The recording is at `Location`', headers: jobLocation },
        400: problem('A parameter is not right'),
        404: problem('There is no such job, or no recording of it'),
      },
    },
  },
}
