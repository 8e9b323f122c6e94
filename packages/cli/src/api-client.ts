import { type JobView, jobPageSchema, jobViewSchema } from '@chronicle/core'
import * as z from 'zod/mini'

const problemSchema = z.object({ code: z.string(), detail: z.string() })

/** The API answered that it will not, or nothing answered. The message says what to do. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
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

  async function call<Schema extends z.ZodMiniType>(
    schema: Schema,
    path: string,
    init?: RequestInit,
  ): Promise<z.output<Schema>> {
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
    return z.parse(schema, JSON.parse(text))
  }
  return {
    submit: (submission: Submission): Promise<JobView> =>
      call(jobViewSchema, '/jobs', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(submission),
      }),
    job: (jobId: string): Promise<JobView> => call(jobViewSchema, `/jobs/${encodeURIComponent(jobId)}`),
    jobs: (query: Readonly<Record<string, string>>) => call(jobPageSchema, `/jobs?${new URLSearchParams(query)}`),
  }
}

function refusal(status: number, text: string): ApiError {
  const problem = z.safeParse(problemSchema, parse(text))
  if (problem.success) return new ApiError(problem.data.code, problem.data.detail)
  return new ApiError(`HTTP_${status}`, `the API answered ${status}: ${text.slice(0, 500)}`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not ours: a proxy or another server answered
  }
}
