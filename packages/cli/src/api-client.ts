import {
  backfillOrderAnswerSchema,
  healthSchema,
  type JobView,
  jobEventsSchema,
  jobPageSchema,
  jobViewSchema,
  linkSchema,
  redriveSchema,
  torrentOrderAnswerSchema,
} from '@chronicle/core'
import * as z from 'zod/mini'

const problemSchema = z.object({ code: z.string(), detail: z.string() })

/** The API answered that it will not, or nothing answered. The message says what to do. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  /** That of the answer, if there was one. */
  readonly status: number | undefined
  constructor(code: string, message: string, { status, ...options }: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options)
    this.code = code
    this.status = status
  }
  /** Asking again may help: there was no room for the request, or something behind the API failed. */
  get isPassing(): boolean {
    return this.status !== undefined && (this.status === 429 || this.status >= 500)
  }
}

export type Submission = {
  readonly url: string
  readonly filename?: string
  readonly jobId?: string
  readonly maxDurationSeconds?: number
  readonly startAt?: string
}
export type ApiClient = ReturnType<typeof createApiClient>

/** The REST API at `baseUrl`, the part before `/jobs`; the key where the API was deployed to ask for one. */
export function createApiClient(baseUrl: string, apiKey?: string) {
  const access = apiKey === undefined ? {} : { 'x-api-key': apiKey }

  async function send(path: string, init?: RequestInit): Promise<string> {
    const answer = await fetch(`${baseUrl}${path}`, { ...init, headers: { ...init?.headers, ...access } }).catch(
      (error: unknown) => {
        throw new ApiError(
          'UNREACHABLE',
          `nothing answers at ${baseUrl}; start the local stack with: npm run chronicle -- up`,
          { cause: error },
        )
      },
    )
    const text = await answer.text()
    if (!answer.ok) throw refusal(answer.status, text)
    return text
  }
  const call = async <Schema extends z.ZodMiniType>(schema: Schema, path: string, init?: RequestInit) =>
    z.parse(schema, JSON.parse(await send(path, init)))
  const post = (body: object) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const pathOf = (jobId: string) => `/jobs/${encodeURIComponent(jobId)}`

  return {
    submit: (submission: Submission): Promise<JobView> => call(jobViewSchema, '/jobs', post(submission)),
    job: (jobId: string): Promise<JobView> => call(jobViewSchema, pathOf(jobId)),
    jobs: (query: Readonly<Record<string, string>>) => call(jobPageSchema, `/jobs?${new URLSearchParams(query)}`),
    events: (jobId: string) => call(jobEventsSchema, `${pathOf(jobId)}/events`),
    /** A link to the recording that anyone can follow, for a while. */
    recording: (jobId: string) =>
      call(linkSchema, `${pathOf(jobId)}/recording`, { headers: { accept: 'application/json' } }),
    /** A link to the recording's torrent, or an object's, likewise. */
    torrentOfJob: (jobId: string) =>
      call(linkSchema, `${pathOf(jobId)}/torrent`, { headers: { accept: 'application/json' } }),
    torrent: (key: string) =>
      call(linkSchema, `/torrents?${new URLSearchParams({ key })}`, { headers: { accept: 'application/json' } }),
    /** Asks for the torrent of an object that has none yet. */
    orderTorrent: (key: string) => call(torrentOrderAnswerSchema, '/torrents', post({ key })),
    /** Asks for the torrents of all objects whose keys begin so; empty, of the whole bucket. */
    orderBackfill: (prefix: string) => call(backfillOrderAnswerSchema, '/torrents', post({ prefix })),
    cancel: (jobId: string): Promise<JobView> => call(jobViewSchema, pathOf(jobId), { method: 'DELETE' }),
    retry: (jobId: string): Promise<JobView> => call(jobViewSchema, `${pathOf(jobId)}/retry`, { method: 'POST' }),
    async purge(jobId: string): Promise<void> {
      await send(`${pathOf(jobId)}?purge=true`, { method: 'DELETE' })
    },
    redrive: (which: { readonly jobId?: string | undefined; readonly cursor?: string | undefined }) =>
      call(redriveSchema, '/dead-letters/redrive', post(which)),
    health: () => call(healthSchema, '/health'),
  }
}

function refusal(status: number, text: string): ApiError {
  const problem = z.safeParse(problemSchema, parse(text))
  if (problem.success) return new ApiError(problem.data.code, problem.data.detail, { status })
  return new ApiError(`HTTP_${status}`, `the API answered ${status}: ${text.slice(0, 500)}`, { status })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not ours: a proxy or another server answered
  }
}
