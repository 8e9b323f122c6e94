import * as z from 'zod/mini'
import { createDocument, type ZodOpenApiObject } from 'zod-openapi'
import { redriveRequestSchema, torrentOrderSchema } from '../domain/api-requests.ts'
import { jobViewSchema } from '../domain/job-view.ts'
import { submissionSchema } from '../domain/submission.ts'
import { VERSION } from '../version.ts'
import { jobPaths } from './job-paths.ts'
import { operatorPaths } from './operator-paths.ts'
import { problemSchema } from './responses.ts'
import { torrentPaths } from './torrent-paths.ts'

const api: ZodOpenApiObject = {
  openapi: '3.1.0',
  info: {
    title: 'Chronicle',
    version: VERSION,
    description: 'Records any livestream into your own AWS account, with a torrent beside it.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  paths: { ...jobPaths, ...torrentPaths, ...operatorPaths },
}

/** The API as OpenAPI 3.1, made from the schemas that the handlers check by. Terraform, the docs and the tests read it. */
export function openApiDocument() {
  z.globalRegistry
    .add(jobViewSchema, { id: 'Job' })
    .add(problemSchema, { id: 'Problem' })
    .add(redriveRequestSchema, { id: 'Redrive' })
    .add(submissionSchema, { id: 'Submission' })
    .add(torrentOrderSchema, { id: 'TorrentOrder' })
  return createDocument(api)
}
