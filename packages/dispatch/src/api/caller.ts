import { InvalidRequest, parseRequest, submissionHeadersSchema } from '@chronicle/core'
import type { APIGatewayProxyEvent } from 'aws-lambda'

type Identity = APIGatewayProxyEvent['requestContext']['identity']

/**
 * Who calls, as far as the API knows: an IAM principal, a key of the API by its id, or nobody in particular. A role is the
 * caller, not its session: a program that repeats a request may have a new session by then.
 */
export function callerOf({ userArn, apiKeyId }: Partial<Identity>): string {
  if (userArn) return userArn.replace(/^(arn:[^:]+:sts::\d+:assumed-role\/[^/]+)\/.*$/, '$1')
  return apiKeyId ? `key/${apiKeyId}` : 'anonymous'
}

/** The header `Idempotency-Key`, if it was sent. Throws InvalidRequest where it cannot be one, or there are several. */
export function idempotencyKeyOf({ headers, multiValueHeaders }: APIGatewayProxyEvent): string | undefined {
  const name = 'idempotency-key'
  const values = new Set([...(multiValueHeaders?.[name] ?? []), headers[name]].filter((value) => value !== undefined))
  if (values.size > 1) throw new InvalidRequest(['Idempotency-Key: was sent more than once, with different values'])
  const [value] = values
  return parseRequest(submissionHeadersSchema, { 'Idempotency-Key': value })['Idempotency-Key']
}
