import { type CallName, label } from '../line/call-name.ts'
import type { Fault } from './fault.ts'

export type AnsweredFault = Extract<Fault, 'throttled' | 'server error' | 'access denied' | 'not found'>
export type ErrorShape = { readonly status: number; readonly code: string; readonly message: string }

const NOT_ALLOWED =
  'User: arn:aws:sts::000000000000:assumed-role/function/function is not authorized to perform this action because no identity-based policy allows it'

/**
 * What the services really answer: status, code and sentence.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const errors: Readonly<Record<string, Readonly<Record<AnsweredFault, ErrorShape>>>> = {
  dynamodb: {
    throttled: shape(
      400,
      'com.amazonaws.dynamodb.v20120810#ThrottlingException',
      'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly.',
    ),
    'server error': shape(500, 'com.amazonaws.dynamodb.v20120810#InternalServerError', 'Internal server error'),
    'access denied': shape(400, 'com.amazon.coral.service#AccessDeniedException', NOT_ALLOWED),
    'not found': shape(
      400,
      'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
      'Requested resource not found',
    ),
  },
  ecs: {
    throttled: shape(400, 'ThrottlingException', 'Rate exceeded'),
    'server error': shape(500, 'ServerException', 'Service Unavailable. Please try again later.'),
    'access denied': shape(400, 'AccessDeniedException', NOT_ALLOWED),
    'not found': shape(400, 'ClusterNotFoundException', 'Cluster not found.'),
  },
  sqs: {
    throttled: shape(400, 'com.amazonaws.sqs#RequestThrottled', 'The request was denied due to request throttling.'),
    'server error': shape(500, 'com.amazon.coral.service#InternalFailure', 'We encountered an internal error.'),
    'access denied': shape(403, 'com.amazon.coral.service#AccessDeniedException', NOT_ALLOWED),
    'not found': shape(400, 'com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.'),
  },
  s3: {
    throttled: shape(503, 'SlowDown', 'Please reduce your request rate.'),
    'server error': shape(500, 'InternalError', 'We encountered an internal error. Please try again.'),
    'access denied': shape(403, 'AccessDenied', 'Access Denied'),
    'not found': shape(404, 'NoSuchKey', 'The specified key does not exist.'),
  },
}

/** Operations whose "not found" is of another thing than the service's first. */
const others: Readonly<Record<string, ErrorShape>> = {
  's3 PutObject': shape(404, 'NoSuchBucket', 'The specified bucket does not exist'),
  's3 ListParts': noSuchUpload(),
  's3 UploadPart': noSuchUpload(),
  's3 CompleteMultipartUpload': noSuchUpload(),
  's3 AbortMultipartUpload': noSuchUpload(),
}

/** What a service answers when this goes wrong. */
export function serviceError(fault: AnsweredFault, call: CallName): ErrorShape {
  const found = (fault === 'not found' && others[label(call)]) || errors[call.service]?.[fault]
  if (!found) throw new Error(`how ${call.service} says "${fault}" is not known to service-errors.ts`)
  return found
}

function shape(status: number, code: string, message: string): ErrorShape {
  return { status, code, message }
}

function noSuchUpload(): ErrorShape {
  return shape(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  )
}
