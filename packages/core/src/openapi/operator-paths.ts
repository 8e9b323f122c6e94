import type { ZodOpenApiPathsObject } from 'zod-openapi'
import { healthSchema, redriveSchema } from '../domain/api-answers.ts'
import { redriveRequestSchema } from '../domain/api-requests.ts'
import { answer, noSuchJob, problem } from './responses.ts'

/** What an operator does. */
export const operatorPaths: ZodOpenApiPathsObject = {
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
        413: problem('The body is larger than 16 KiB'),
        415: problem('The body is not sent as JSON in UTF-8'),
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
}
