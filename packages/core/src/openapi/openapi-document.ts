import * as z from 'zod/mini'
import { createDocument, type ZodOpenApiObject } from 'zod-openapi'
import { jobPageSchema, jobQuerySchema } from '../domain/job-query.ts'
import { jobViewSchema } from '../domain/job-view.ts'
import { jobIdSchema, submissionSchema } from '../domain/submission.ts'

const problemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  problems: z.optional(z.array(z.string())),
})

const job = { content: { 'application/json': { schema: jobViewSchema } } }
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
})

const api: ZodOpenApiObject = {
  openapi: '3.1.0',
  info: {
    title: 'Chronicle',
    version: '0.1.0',
    description: 'Records any livestream into your own AWS account, with a torrent beside it.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  paths: {
    '/jobs': {
      post: {
        operationId: 'submitJob',
        summary: 'Ask for a stream to be recorded',
        requestBody: { required: true, content: { 'application/json': { schema: submissionSchema } } },
        responses: {
          200: { description: 'This job was asked for before: as it is now', ...job },
          202: { description: 'Accepted', headers: z.object({ location: z.string() }), ...job },
          400: problem('The request is not right; `problems` names each field'),
          409: problem('The id belongs to a job with another request'),
          413: problem('The body is larger than 16 KiB'),
          415: problem('The body is not sent as JSON in UTF-8'),
        },
      },
      get: {
        operationId: 'listJobs',
        summary: 'List jobs, newest first',
        requestParams: { query: jobQuerySchema },
        responses: {
          200: { description: 'A page of jobs', content: { 'application/json': { schema: jobPageSchema } } },
          400: problem('A parameter is not right'),
        },
      },
    },
    '/jobs/{jobId}': {
      get: {
        operationId: 'getJob',
        summary: 'One job',
        requestParams: { path: z.object({ jobId: jobIdSchema }) },
        responses: { 200: { description: 'The job as it is now', ...job }, 404: problem('There is no such job') },
      },
    },
  },
}

/** The API as OpenAPI 3.1, made from the schemas that the handlers check by. Terraform, the docs and the tests read it. */
export function openApiDocument() {
  z.globalRegistry
    .add(jobViewSchema, { id: 'Job' })
    .add(problemSchema, { id: 'Problem' })
    .add(submissionSchema, { id: 'Submission' })
  return createDocument(api)
}
