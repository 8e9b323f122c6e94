import * as z from 'zod/mini'
import { createDocument, type ZodOpenApiObject } from 'zod-openapi'
import { healthSchema, jobEventsSchema, linkSchema, redriveSchema } from '../domain/api-answers.ts'
import {
  jobPathSchema,
  recordingQuerySchema,
  redriveRequestSchema,
  removalQuerySchema,
  submissionHeadersSchema,
} from '../domain/api-requests.ts'
import { jobPageSchema, jobQuerySchema } from '../domain/job-query.ts'
import { jobViewSchema } from '../domain/job-view.ts'
import { submissionSchema } from '../domain/submission.ts'
import { VERSION } from '../version.ts'
import { answer, problem, problemSchema } from './responses.ts'

const noSuchJob = problem('There is no such job')
const job = answer('The job as it is now', jobViewSchema)
const jobLocation = z.object({ location: z.string() })
const ofJob = { path: jobPathSchema }

const api: ZodOpenApiObject = {
  openapi: '3.1.0',
  info: {
    title: 'Chronicle',
    version: VERSION,
    description: 'Records any livestream into your own AWS account, with a torrent beside it.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  paths: {
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
    '/jobs/{jobId}/recording': {
      get: {
        operationId: 'getRecording',
        summary: 'A link to the recording, good for 15 minutes: followed, or told to who accepts JSON',
        requestParams: { ...ofJob, query: recordingQuerySchema },
        responses: {
          200: answer('The link, where `Accept: application/json` was sent', linkSchema),
          302: { description: 'The recording is at `Location`', headers: jobLocation },
          400: problem('A parameter is not right'),
          404: problem('There is no such job, or no recording of it'),
        },
      },
    },
    '/dead-letters/redrive': {
      post: {
        operationId: 'redriveDeadLetters',
        summary: 'Begin the next attempt of one job whose message is a dead letter, or of all of them',
        requestBody: { required: true, content: { 'application/json': { schema: redriveRequestSchema } } },
        responses: {
          200: answer('What was redriven and what was not; with `nextCursor`, there is more', redriveSchema),
          400: problem('The request is not right'),
          404: noSuchJob,
          409: problem('The one job is no dead letter, or its request cannot be a job'),
          415: problem('The body is not sent as JSON'),
        },
      },
    },
    '/health': {
      get: {
        operationId: 'getHealth',
        summary: 'Version and engine, if all that is needed answers',
        responses: {
          200: answer('Table and queue answer', healthSchema),
          503: problem('One of them does not; `detail` names it'),
        },
      },
    },
  },
}

/** The API as OpenAPI 3.1, made from the schemas that the handlers check by. Terraform, the docs and the tests read it. */
export function openApiDocument() {
  z.globalRegistry
    .add(jobViewSchema, { id: 'Job' })
    .add(problemSchema, { id: 'Problem' })
    .add(redriveRequestSchema, { id: 'Redrive' })
    .add(submissionSchema, { id: 'Submission' })
  return createDocument(api)
}
