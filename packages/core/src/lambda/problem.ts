import { ChronicleError, InvalidRequest } from '../domain/errors.ts'

/** The body of an error answer: RFC 9457 problem details, with a stable code for programs. */
export type Problem = {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly requestId: string
  readonly problems?: readonly string[]
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** Says an error to the caller. What we did not expect is hidden: its text may hold what is nobody's business. */
export function problemOf(error: unknown, requestId: string): Problem {
  const { status, code, detail } = describe(error)
  return {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    code,
    detail,
    requestId,
    ...(error instanceof InvalidRequest && { problems: error.problems }),
  }
}

function describe(error: unknown): { status: number; code: string; detail: string } {
  if (error instanceof ChronicleError) return { status: error.httpStatus, code: error.code, detail: error.message }
  // Thrown by the body parser: http-errors, told apart by their status.
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500
  if (status === 415) {
    return {
      status,
      code: 'UNSUPPORTED_MEDIA_TYPE',
      detail: 'send the body as JSON, with the header "Content-Type: application/json"',
    }
  }
  if (status === 404)
    return { status, code: 'ROUTE_NOT_FOUND', detail: 'there is no such route; docs/openapi.json has them all' }
  if (status === 422) return { status: 400, code: 'INVALID_BODY', detail: 'the body is not valid JSON' }
  return {
    status: 500,
    code: 'INTERNAL',
    detail: 'something unexpected went wrong; the request id finds it in the log',
  }
}
