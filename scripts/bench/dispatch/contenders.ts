import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { unzipSync } from 'fflate'
import { bundle, programOf, root } from '../../bundle/bundle.ts'
import { lambdaCredentials } from '../../bundle/lean-sdk.ts'
import type { Contender } from '../rounds.ts'

const run = promisify(execFile)

const packages = (name: string) => join(root, 'packages', name, 'node_modules')

/** What the function is started with on AWS, as far as it refuses to start without; and where the unbundled one finds its packages. */
const environment = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_DEFAULT_REGION: 'us-east-1', // boto3's name for it
  AWS_REGION: 'us-east-1',
  AWS_SECRET_ACCESS_KEY: 'test',
  CONTAINER_NAME: 'chronicle-recorder',
  DDB_TABLE: 'jobs',
  ECS_CLUSTER: 'chronicle-cluster',
  ECS_TASK_DEF: 'arn:aws:ecs:us-east-1:000000000000:task-definition/chronicle-recorder:1',
  NODE_PATH: [packages('core'), packages('dispatch')].join(':'),
  S3_BUCKET: 'chronicle-recordings-dev',
  SECURITY_GROUP_IDS: 'sg-1',
  SQS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/000000000000/chronicle-jobs.fifo',
  SUBNET_IDS: 'subnet-1',
}

/** From the start of the process until it has loaded its program and made its clients, and has nothing left to do. In milliseconds. */
const start = (name: string, program: string, args: readonly string[]): Contender => ({
  name,
  run: async () => {
    const began = performance.now()
    await run(program, args, { env: environment })
    return performance.now() - began
  },
})

/** The clients that the function has, with the calls that it makes, and nothing around them. */
const bare = `
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { ECSClient, RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import { AbortMultipartUploadCommand, DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand, ListObjectVersionsCommand, paginateListParts, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { ChangeMessageVisibilityCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, paginateQuery, paginateScan, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
export const clients = [DynamoDBDocumentClient.from(new DynamoDBClient()), new ECSClient(), new S3Client(), new SQSClient()]
export const calls = [
  CreateTableCommand, DescribeTableCommand, UpdateTimeToLiveCommand, RunTaskCommand, StopTaskCommand, AbortMultipartUploadCommand,
  DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand, ListObjectVersionsCommand, paginateListParts,
  PutObjectCommand, ChangeMessageVisibilityCommand, GetQueueAttributesCommand, SendMessageCommand, DeleteCommand, GetCommand,
  paginateQuery, paginateScan, PutCommand, UpdateCommand, getSignedUrl,
]
`

const boto3 = "import boto3; [boto3.client(name) for name in ('dynamodb', 'ecs', 's3', 'sqs')]"

export const OURS = 'dispatch-to-ecs as it is deployed'
export const BARE = 'the same clients and calls alone, bundled in the same way'
export const UNBUNDLED = 'dispatch-to-ecs, its packages not bundled'
export const PYTHON = 'the same clients of boto3'
const EMPTY = 'Node with nothing to do'

/** Makes in a folder what is to be started. */
export async function contenders(folder: string, python: string | undefined): Promise<Contender[]> {
  const zip = unzipSync(await readFile(join(root, 'dist/lambda/dispatch-to-ecs.zip')))
  const ours = join(folder, 'ours.cjs')
  await writeFile(ours, zip['index.js'] ?? '')
  const bareFile = join(folder, 'bare.cjs')
  const entry = { stdin: { contents: bare, resolveDir: join(root, 'packages/core') } }
  await writeFile(bareFile, (await bundle(entry, [lambdaCredentials])).code)
  const unbundled = join(folder, 'unbundled.cjs')
  const external = ['@aws-lambda-powertools/*', '@aws-sdk/*', '@smithy/*']
  await build({ ...programOf('dispatch'), bundle: true, platform: 'node', format: 'cjs', external, outfile: unbundled })
  const node = (name: string, ...args: string[]) => start(name, process.execPath, args)
  return [
    node(EMPTY, '--eval', '0'),
    node(OURS, ours),
    node(BARE, bareFile),
    node(UNBUNDLED, unbundled),
    ...(python === undefined ? [] : [start(PYTHON, python, ['-c', boto3])]),
  ]
}
