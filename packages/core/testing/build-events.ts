import type { S3Event, SQSEvent, SQSRecord } from 'aws-lambda'

export type QueueMessage = {
  readonly messageId: string
  readonly body: unknown
  readonly groupId?: string
  /** How often it has been received, with this time. */
  readonly receives?: number
}

/** A message as Lambda takes it from a FIFO queue. A body that is not text is sent as JSON. */
export function sqsRecord({ messageId, body, groupId = messageId, receives = 1 }: QueueMessage): SQSRecord {
  return {
    messageId,
    receiptHandle: `receipt-${messageId}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: '1772600767000',
      SenderId: '000000000000',
      ApproximateFirstReceiveTimestamp: '1772600767000',
      MessageGroupId: groupId,
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:chronicle-jobs.fifo',
    awsRegion: 'us-east-1',
  }
}

export const sqsEvent = (...messages: readonly QueueMessage[]): SQSEvent => ({ Records: messages.map(sqsRecord) })

/** `event` as S3 names it, without `s3:`; of an object that was created where it is not said. */
export type CreatedObject = {
  readonly bucket?: string
  readonly key: string
  readonly versionId?: string
  readonly event?: string
}

/** An event of S3, of objects that were created or deleted. Keys are given as they are, and form-encoded as S3 does it. */
export function s3Event(...created: readonly CreatedObject[]): S3Event {
  return {
    Records: created.map(({ bucket = 'chronicle-recordings-dev', key, versionId, event = 'ObjectCreated:Put' }) => ({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-east-1',
      eventTime: '2026-03-04T05:06:07.000Z',
      eventName: event,
      userIdentity: { principalId: 'someone' },
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      responseElements: { 'x-amz-request-id': 'request-1', 'x-amz-id-2': 'id-2' },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'torrents',
        bucket: { name: bucket, ownerIdentity: { principalId: 'owner' }, arn: `arn:aws:s3:::${bucket}` },
        object: { key: formEncoded(key), size: 1, eTag: 'etag', sequencer: '00', ...(versionId && { versionId }) },
      },
    })),
  }
}

const formEncoded = (key: string) => key.split('/').map(encodeURIComponent).join('/').replaceAll('%20', '+')

/** What EventBridge sends when a schedule's time has come. */
export const scheduleEvent = {
  version: '0',
  id: 'event-1',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '000000000000',
  time: '2026-03-04T05:06:00Z',
  region: 'us-east-1',
  resources: ['arn:aws:events:us-east-1:000000000000:rule/chronicle-sweep'],
  detail: {},
} as const

/** An "ECS Task State Change" event of a task that stopped, with whatever of its `detail` a test needs to be different. */
export function taskStoppedEvent(detail: Readonly<Record<string, unknown>> = {}) {
  return {
    version: '0',
    id: 'event-1',
    'detail-type': 'ECS Task State Change',
    source: 'aws.ecs',
    account: '000000000000',
    time: '2026-03-04T06:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: {
      taskArn: 'arn:aws:ecs:us-east-1:000000000000:task/chronicle-cluster/task-1',
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      startedBy: 'job-1/1/1',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'chronicle-recorder', lastStatus: 'STOPPED', exitCode: 1 }],
      version: 5,
      ...detail,
    },
  }
}
