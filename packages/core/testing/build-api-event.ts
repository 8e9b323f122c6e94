import type { APIGatewayProxyEvent } from 'aws-lambda'

/** A REST API event as API Gateway sends it; `body` is text as it came over the line, or null where there was none. */
export function apiEvent({
  method = 'GET',
  path = '/jobs',
  body = null,
  headers = { 'Content-Type': 'application/json' },
  multiValueHeaders,
  query = null,
  requestId = 'request-1',
  isBase64Encoded = false,
}: {
  readonly method?: string
  readonly path?: string
  readonly body?: string | null
  readonly headers?: Record<string, string> | null
  /** By default those of `headers`, as API Gateway sends both. */
  readonly multiValueHeaders?: Record<string, string[]> | null | undefined
  readonly query?: Record<string, string> | null
  readonly requestId?: string
  readonly isBase64Encoded?: boolean
} = {}): APIGatewayProxyEvent {
  return {
    httpMethod: method,
    path,
    resource: path,
    body,
    isBase64Encoded,
    headers: headers as Record<string, string>,
    multiValueHeaders: (multiValueHeaders === undefined ? listed(headers) : multiValueHeaders) as Record<
      string,
      string[]
    >,
    queryStringParameters: query,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId: '000000000000',
      apiId: 'chronicle',
      authorizer: undefined,
      httpMethod: method,
      identity: anonymous,
      path: `/test${path}`,
      protocol: 'HTTP/1.1',
      requestId,
      requestTimeEpoch: 1_772_600_767_000,
      resourceId: 'resource',
      resourcePath: path,
      stage: 'test',
    },
  }
}

const listed = (headers: Record<string, string> | null) =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, [value]]))

const anonymous = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  sourceIp: '127.0.0.1',
  user: null,
  userAgent: null,
  userArn: null,
}
