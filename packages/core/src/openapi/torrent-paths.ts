import * as z from 'zod/mini'
import type { ZodOpenApiPathsObject } from 'zod-openapi'
import { backfillOrderAnswerSchema, linkSchema, torrentOrderAnswerSchema } from '../domain/api-answers.ts'
import { torrentOrderSchema, torrentQuerySchema } from '../domain/api-requests.ts'
import { answer, problem } from './responses.ts'

/** The function that answers an operation, where it is not dispatch-to-ecs. Terraform and the local stack read it. */
export const byTorrentCreator = { 'x-chronicle-function': 's3-torrent-creator' } as const

const torrentLocation = z.object({ location: z.string() })

export const torrentLink = {
  200: answer('The link, where `Accept: application/json` was sent', linkSchema),
  302: { description: 'The torrent is at `Location`', headers: torrentLocation },
  400: problem('A parameter is not right'),
  404: problem('There is no such job or object, or no torrent of it (yet: then `Retry-After` says when to ask again)'),
  422: problem('What is there cannot be read as a torrent'),
}

/** What can be done with the torrents of any objects. */
export const torrentPaths: ZodOpenApiPathsObject = {
  '/torrents': {
    get: {
      ...byTorrentCreator,
      operationId: 'getTorrent',
      summary: "A link to an object's torrent with the current trackers and web seeds, good for 15 minutes",
      requestParams: { query: torrentQuerySchema },
      responses: torrentLink,
    },
    post: {
      ...byTorrentCreator,
      operationId: 'orderTorrent',
      summary:
        'Ask for the torrent of an object that has none, or of all below a prefix: they were there before, or their torrents failed',
      requestBody: { required: true, content: { 'application/json': { schema: torrentOrderSchema } } },
      responses: {
        200: { ...answer('Its torrent is there', torrentOrderAnswerSchema), headers: torrentLocation },
        202: {
          ...answer(
            'It is being made, `Location` has it soon; or, for a prefix, they are, and `Location` tells how far that is',
            z.union([torrentOrderAnswerSchema, backfillOrderAnswerSchema]),
          ),
          headers: torrentLocation,
        },
        400: problem('The request is not right'),
        404: problem('There is no such object'),
        409: problem('The id of the backfill is that of another job'),
        413: problem('The body is larger than 16 KiB'),
        415: problem('The body is not sent as JSON in UTF-8'),
        422: problem('The object can have no torrent; `code` and `detail` say why'),
      },
    },
  },
}
