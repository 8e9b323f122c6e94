import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { ListRolesCommand } from '@aws-sdk/client-iam'
import { InvokeCommand, ListFunctionsCommand, ListLayersCommand } from '@aws-sdk/client-lambda'
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { createJobStore, createUploadStore } from '@chronicle/core/aws'
import { clone, cloneSettings, createAws } from '@chronicle/local'
import { buildTransmissionLayer, openTerraform, startTestEngine } from '@chronicle/local/testing'
import { afterAll, describe, expect, it } from '@jest/globals'
import { createApiClient } from '../src/api-client.ts'
import { foreignTorrent } from './foreign-torrent.ts'
import { permissionProbes } from './permission-probes.ts'
import { isIn, resourceChanges } from './plan-changes.ts'
import { rolePolicy } from './role-policy.ts'
import { endedJob, objectOf, privateSources, sample } from './stack-under-test.ts'

// The production files as they stand, applied by environment alone to the local engine, which enforces IAM: every program runs with
// the role that Terraform gives it.
const STATE_BUCKET = 'chronicle-terraform-state'
const { recorder, seeder } = cloneSettings({ stateFolder: '', port: 0 })
const stack = await startTestEngine({ recorder, seeder, iam: true })
// What the SDK's clients read, as a Lambda has it.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })
const aws = createAws(stack.url)
const jobs = createJobStore({ endpoint: stack.url, table: 'jobs-dev' })
const uploads = createUploadStore({ endpoint: stack.url })
await aws.s3.send(new CreateBucketCommand({ Bucket: STATE_BUCKET }))
const terraform = await openTerraform(
  ['-backend-config=../environments/dev.s3.tfbackend', `-backend-config=bucket=${STATE_BUCKET}`],
  {
    AWS_ENDPOINT_URL: stack.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  },
)
if (typeof terraform === 'string') {
  console.log(`Terraform or its provider is not to be had here, so the backend is not applied: ${terraform}`)
  // Not left to afterAll, which jest does not call where every test is left out.
  await stack.stop()
}
afterAll(async () => {
  if (typeof terraform === 'string') return
  await terraform.remove()
  await stack.stop()
})
const withTerraform = typeof terraform === 'string' ? it.skip : it
const run = (...args: readonly string[]) =>
  typeof terraform === 'string' ? Promise.reject(new Error(terraform)) : terraform.run(...args)

const API_KEY = 'a-key-of-at-least-twenty-characters'
const zips = join(stack.stateFolder, 'zips')
await cp(clone.zips, zips, { recursive: true })
const settings = [
  `-var=private_sources=${JSON.stringify(privateSources)}`,
  '-var-file=../environments/dev.tfvars',
  '-var=task_event_sources=["local.ecs"]',
  '-var=api_authorization=API_KEY',
  `-var=api_key_value=${API_KEY}`,
  `-var=lambda_zip_folder=${zips}`,
]
const apply = (...more: readonly string[]) =>
  run('apply', '-auto-approve', '-input=false', '-json', ...settings, ...more)
const plan = (...more: readonly string[]) => run('plan', '-input=false', '-json', ...settings, ...more)

/** What the engine answers differently from what it was told, so that a plan always shows it. */
const knownDrift = ['aws_cloudwatch_metric_alarm.', 'aws_api_gateway_usage_plan.']

type Outputs = Readonly<Record<'api_id' | 'bucket_name' | 'queue_url' | 'function_names', { readonly value: never }>>
let outputs: { apiId: string; bucket: string; queueUrl: string; functions: Record<string, string> }
const apiClient = () => createApiClient(`${stack.url}/restapis/${outputs.apiId}/dev/_user_request_`, API_KEY)
const probes = () => permissionProbes({ aws, jobs, uploads, api: apiClient(), ...outputs })

type Probe = Exclude<keyof ReturnType<typeof permissionProbes>, 'recordMeanwhile'>

/** What each statement of a role is for: what fails without it, and how. */
const breaks: Readonly<Record<string, Readonly<Record<string, readonly [Probe, RegExp]>>>> = {
  'dispatch-to-ecs-dev': {
    AcceptReadAndMoveOnJobs: ['submit', /something unexpected/],
    ListJobs: ['list', /something unexpected/],
    RingTheBell: ['ring', /PENDING/],
    LaunchRecordersInThisCluster: ['launch', /ACCESS_DENIED.*not authorized to perform: ecs:RunTask/],
    SayWhenFailedMessagesComeBack: ['hideMessage', /not authorized to perform: sqs:ChangeMessageVisibility/],
    StopRecordersOfCancelledJobs: ['stopRecorder', /not authorized to perform: ecs:StopTask/],
    HandTheRecorderItsRoles: ['launch', /ACCESS_DENIED.*not authorized/],
    LinkToRecordings: ['link', /something unexpected/],
    FindWhatJobsMade: ['purge', /something unexpected/],
    PurgeWhatJobsMade: ['purge', /something unexpected/],
    GiveUpUploadsOfPurgedJobs: ['purge', /something unexpected/],
    DropRowsOfPurgedJobs: ['purge', /something unexpected/],
  },
  'job-lifecycle-dev': {
    TakeAndEndJobs: ['endJob', /not authorized to perform: dynamodb:UpdateItem/],
    FindJobsToLookAt: ['sweep', /not authorized to perform: dynamodb:Query/],
    RingTheBell: ['sweep', /could not be served/],
    SeeWhatBecameOfTasks: ['judge', /could not be served/],
    FindTheTasksOfALaunch: ['takeDeadLetter', /PENDING/],
    StopTasksThatMayNotGoOn: ['stopLivingTask', /could not be served/],
    FinishUploadsOfDeadRecorders: ['keepRecording', /could not be served/],
    FindUploadsThatNobodyNoted: ['keepRecording', /could not be served/],
    LookAtRecordings: ['keepRecording', /no torrent|could not be served/],
    LaunchSeedersInThisCluster: ['seed', /ACCESS_DENIED.*not authorized to perform: ecs:RunTask/],
    HandTheSeederItsRoles: ['seed', /ACCESS_DENIED.*not authorized/],
    GoOnWithBackfills: ['goOnWithBackfill', /could not be served/],
  },
  's3-torrent-creator-dev': {
    NoteTorrentsInRows: ['makeTorrent', /could not be served/],
    ReadTheVersionThatTheEventNames: ['makeTorrent', /could not be served/],
    PublishTorrents: ['makeTorrent', /could not be served/],
    WithdrawTorrents: ['withdrawTorrent', /could not be served/],
    OrderTorrentsOfItself: ['orderTorrent', /something unexpected/],
    FindWhoseRecordingIsGone: ['withdrawAfterTorrent', /could not be served/],
    ListObjects: ['backfill', /not authorized to perform: s3:ListBucket/],
  },
  'chronicle-recorder-task-dev': {
    ReadAndMoveOnJobs: ['record', /FAILED RECORDER_EXITED/],
    ReadWhatNeedsATorrent: ['recordToKey', /FAILED/],
    PublishTorrents: ['taskMakesTorrent', /attempt/],
    WithdrawTorrents: ['taskWithdrawsTorrent', /attempt/],
  },
  'chronicle-transmission-task-dev': {
    ReadJobsAndTellHowTheyAreSeeded: ['seed', /SEEDER_EXITED/],
    ReadTheVersionThatTheTorrentNames: ['seed', /SEEDER_FAILED/],
  },
}
/** What the engine does, or lets be done, without asking, and why; `terraform test` alone holds these. */
const notAskedFor: Readonly<Record<string, string>> = {
  BeToldThatAnObjectIsMissing:
    'it answers 404 for an object that is not there, whoever asks; AWS answers 403 to who may not list',
  LeaveEventsThatCouldNotBeTaken: "it leaves a failed event by itself; AWS does it with the function's role",
  TakeDeadLetters: "it reads a function's queue by itself; AWS does it with the function's role",
  TakeMessagesFromTheQueue: "it reads a function's queue by itself; AWS does it with the function's role",
  WriteTheFunctionLog: "it writes a function's log by itself; AWS does it with the function's role",
}
/** Roles that AWS itself works by, which the engine and the local ECS do without; `terraform test` alone holds them, too. */
const rolesOfAws: Readonly<Record<string, string>> = {
  'chronicle-recorder-execution-dev':
    'ECS fetches the image and writes the log; the program is started from this machine',
  'chronicle-transmission-execution-dev': 'as for the recorder',
  'chronicle-api-logs-dev': 'API Gateway writes its logs by it; the engine writes none',
}
const rows = Object.entries(breaks).flatMap(([role, statements]) =>
  Object.entries(statements).map(([sid, [probe, says]]) => ({ role, sid, probe, says })),
)

/** Puts an object, and waits for the torrent beside it. */
async function torrentOf(Key: string, Body: Uint8Array) {
  await aws.s3.send(new PutObjectCommand({ Bucket: outputs.bucket, Key, Body }))
  let made: ReturnType<typeof foreignTorrent> | undefined
  for (let tries = 0; tries < 60 && !made; tries++) {
    await sleep(250)
    made = await objectOf(aws, outputs.bucket, `${Key}.torrent`).then(foreignTorrent, () => undefined)
  }
  return made
}

describe('the production backend on the local engine', () => {
  withTerraform('is applied, whole', async () => {
    const began = Date.now()
    const changes = resourceChanges(await apply())
    console.log(`applied ${changes.created} resources in ${((Date.now() - began) / 1000).toFixed(0)} s`)
    expect(changes.created).toBeGreaterThan(80)
    const all: Outputs = JSON.parse(await run('output', '-json'))
    outputs = {
      apiId: all.api_id.value,
      bucket: all.bucket_name.value,
      queueUrl: all.queue_url.value,
      functions: all.function_names.value,
    }
  })

  withTerraform.each(['REST', 'queue', 'invoke'] as const)('records a stream that comes in by %s', async (way) => {
    await using stream = await sample()
    const api = apiClient()
    const request = { jobId: `by-${way}`, url: stream.url }
    if (way === 'REST') await api.submit(request)
    if (way === 'queue')
      await aws.sqs.send(
        new SendMessageCommand({
          QueueUrl: outputs.queueUrl,
          MessageBody: JSON.stringify(request),
          MessageGroupId: 'default',
        }),
      )
    if (way === 'invoke')
      await aws.lambda.send(
        new InvokeCommand({ FunctionName: outputs.functions['dispatch-to-ecs'], Payload: JSON.stringify(request) }),
      )
    const job = await endedJob(api, request.jobId)
    expect(job).toMatchObject({ status: 'COMPLETED', endReason: 'ENDED', s3Bucket: outputs.bucket })
    const torrent = foreignTorrent(await objectOf(aws, job.s3Bucket, job.torrentFile))
    expect(torrent.fits(await objectOf(aws, job.s3Bucket, job.s3Key))).toBe(true)
  })

  withTerraform('makes a torrent of an object that someone puts into the bucket', async () => {
    const content = Buffer.from('some text\n')
    expect((await torrentOf('test-file.txt', content))?.fits(content)).toBe(true)
  })

  withTerraform('has transmission make it, out of its layer, once one setting has changed', async () => {
    settings.push('-var=torrent_engine=transmission')
    await buildTransmissionLayer()
    await apply()
    const content = Buffer.from('some other text\n')
    expect((await torrentOf('other-file.txt', content))?.fits(content)).toBe(true)
    const logGroupName = `/aws/lambda/${outputs.functions['s3-torrent-creator']}`
    let lines: string[] = []
    // A function's log comes a moment after what it did.
    for (let tries = 0; tries < 40; tries++) {
      const { events = [] } = await aws.logs.send(new FilterLogEventsCommand({ logGroupName }))
      lines = events.flatMap(({ message }) => (message?.includes('"torrent made"') ? [message] : []))
      if (lines.at(-1)?.includes('"other-file.txt"')) break
      await sleep(250)
    }
    expect(lines.at(-1)).toMatch(/"other-file.txt".*"engine":"transmission"/)
  })

  withTerraform('seeds what is completed, once one setting has changed', async () => {
    settings.push('-var=seeding_enabled=true', '-var=seeding={hours=0.001,dht=false}')
    await apply()
    expect(await probes().seed()).toBe('ok')
  })

  withTerraform.each(rows)('cannot $probe without the statement $sid of $role', async ({ role, sid, probe, says }) => {
    const policy = await rolePolicy(aws, role)
    expect(await policy.without(sid, probes()[probe])).toMatch(says)
  })

  withTerraform.each(Object.keys(breaks))(
    'has a row above for every statement of %s that the engine asks for',
    async (role) => {
      const { sids } = await rolePolicy(aws, role)
      const shown = [...Object.keys(breaks[role] ?? {}), 'UploadRecordings', ...Object.keys(notAskedFor)]
      expect(sids.filter((sid) => !shown.includes(sid))).toEqual([])
    },
  )

  withTerraform('has rows above for every role but those that AWS alone works by', async () => {
    const { Roles = [] } = await aws.iam.send(new ListRolesCommand({}))
    const known = [...Object.keys(breaks), ...Object.keys(rolesOfAws)]
    expect(Roles.map(({ RoleName }) => RoleName).sort()).toEqual(known.sort())
  })

  withTerraform.each([...new Set([...rows.map(({ probe }) => probe), 'downloadTorrent' as const])])(
    'can %s with every statement',
    async (probe) => {
      expect(await probes()[probe]()).toBe('ok')
    },
  )

  withTerraform('waits with a recording that may not be uploaded, and goes on as soon as it may', async () => {
    const policy = await rolePolicy(aws, 'chronicle-recorder-task-dev')
    const went = await probes().recordMeanwhile((work) => policy.without('UploadRecordings', work))
    expect(went).toEqual(['UPLOADING', 'COMPLETED'])
  })

  withTerraform('has nothing to change afterwards, but for what the engine does not keep', async () => {
    const { changed } = resourceChanges(await plan())
    expect(changed.filter((address) => !isIn(address, knownDrift))).toEqual([])
  })

  withTerraform('changes one function, and nothing else, when one zip has changed', async () => {
    await cp(join(zips, 'job-lifecycle.zip'), join(zips, 's3-torrent-creator.zip'))
    const { changed } = resourceChanges(await plan())
    const functions = changed.filter((address) => address.startsWith('aws_lambda_function.'))
    expect(functions).toEqual(['aws_lambda_function.torrent_creator'])
    expect(changed.filter((address) => !functions.includes(address) && !isIn(address, knownDrift))).toEqual([])
  })

  withTerraform('is taken down to nothing', async () => {
    const began = Date.now()
    await run('destroy', '-auto-approve', '-input=false', '-json', ...settings)
    console.log(`destroyed in ${((Date.now() - began) / 1000).toFixed(0)} s`)
    expect((await run('state', 'list')).trim()).toBe('')
    expect((await aws.lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([])
    expect((await aws.lambda.send(new ListLayersCommand({}))).Layers).toEqual([])
    expect((await aws.dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([])
    const { Buckets = [] } = await aws.s3.send(new ListBucketsCommand({}))
    expect(Buckets.map(({ Name }) => Name)).toEqual([STATE_BUCKET])
  })
})
