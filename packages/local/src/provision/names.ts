const account = '000000000000'
const region = 'us-east-1'

/** The names that users of the original know. Locally the environment is `dev`; Terraform adds its own. */
export const names = {
  account,
  region,
  apiId: 'chronicle',
  apiName: 'chronicle-api',
  stage: 'test',
  bucket: 'chronicle-recordings-dev',
  table: 'jobs',
  queue: 'chronicle-jobs.fifo',
  deadLetterQueue: 'chronicle-jobs-dlq.fifo',
  cluster: 'chronicle-cluster',
  taskFamily: 'chronicle-recorder-task',
  container: 'chronicle-recorder',
  /** As util/rebuild_images_no_cache.sh tags it. */
  recorderImage: 'chronicle-recorder:latest',
  recorderLogGroup: '/ecs/chronicle-recorder',
  seederFamily: 'chronicle-transmission-task',
  seederContainer: 'chronicle-transmission',
  seederImage: 'chronicle-transmission:latest',
  seederLogGroup: '/ecs/chronicle-transmission',
  taskRule: 'chronicle-task-state',
  sweepRule: 'chronicle-sweep',
  transmissionLayer: 'transmission-tools',
} as const

export const arn = {
  function: (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  queue: (name: string) => `arn:aws:sqs:${region}:${account}:${name}`,
  role: (name: string) => `arn:aws:iam::${account}:role/${name}`,
  rule: (name: string) => `arn:aws:events:${region}:${account}:rule/${name}`,
  cluster: `arn:aws:ecs:${region}:${account}:cluster/${names.cluster}`,
  bucket: `arn:aws:s3:::${names.bucket}`,
} as const

/** Where the API answers behind a front door, in the form that the emulators have for it. */
export const apiUrl = (url: string, apiId: string = names.apiId) =>
  `${url}/restapis/${apiId}/${names.stage}/_user_request_`

export const queueUrl = (url: string, name: string) => `${url}/${account}/${name}`
