import { environment as dispatch } from '@chronicle/dispatch/env'
import { environment as lifecycle } from '@chronicle/lifecycle/env'
import { environment as recorder } from '@chronicle/recorder/env'
import { environment as seeder } from '@chronicle/seeder/env'
import { environment as torrentCreator } from '@chronicle/torrent-creator/env'
import { describe, expect, it } from '@jest/globals'
import { localSeeding } from '../src/index.ts'
import { recorderEnvironment } from '../src/provision/cluster.ts'
import { functionEnvironment } from '../src/provision/functions.ts'
import { seederEnvironment } from '../src/provision/seeder.ts'

const context = {
  url: 'http://127.0.0.1:4566',
  taskDefinition: 'arn',
  seederTaskDefinition: 'arn',
  torrentEngine: 'streaming',
} as const
const keys = (settings: object) => Object.keys(settings).sort()

// A setting that a program wants and nobody gives it, or that it is given and does not know, is seen here and not at its start.
describe('what the local stack tells each program', () => {
  const byTheEngine = ['AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_NAME', 'LAYER_FOLDERS']
  it.each([
    ['dispatch-to-ecs', dispatch, []],
    ['job-lifecycle', lifecycle, []],
    ['s3-torrent-creator', torrentCreator, byTheEngine],
  ] as const)('is what %s takes', (name, environment, otherwise) => {
    expect([...keys(functionEnvironment(name, context)), ...otherwise].sort()).toEqual(keys(environment.shape))
  })

  it('is, where nothing is seeded, nothing of seeders', () => {
    const { seederTaskDefinition: _, ...unseeded } = context
    const ofSeeders = ['CONTAINER_NAME', 'SECURITY_GROUP_IDS', 'SUBNET_IDS', 'TRANSMISSION_TASK_DEF']
    expect([...keys(functionEnvironment('job-lifecycle', unseeded)), ...ofSeeders].sort()).toEqual(
      keys(lifecycle.shape),
    )
  })

  it('is what the seeder takes, beside what its launch, its task and its user tell it', () => {
    const itsLaunch = ['ATTEMPT', 'JOB_ID']
    const itsTask = ['AWS_ENDPOINT_URL', 'ECS_CONTAINER_METADATA_URI_V4', 'PATH', 'SSL_CERT_FILE']
    const byHand = ['SEED_FOLDER', 'TORRENT_KEY']
    const onlyWhereWanted = ['PUBLIC_BASE_URL', 'TRACKERS']
    expect(
      [...keys(seederEnvironment(localSeeding)), ...itsLaunch, ...itsTask, ...byHand, ...onlyWhereWanted].sort(),
    ).toEqual(keys(seeder.shape))
  })

  it('is the same trackers for all that make torrents or seed them', () => {
    const trackers = ['http://one.example/announce', 'http://two.example/announce']
    const told = [
      recorderEnvironment(trackers),
      functionEnvironment('s3-torrent-creator', { ...context, trackers }),
      seederEnvironment({ ...localSeeding, trackers }),
    ]
    expect(told.map(({ TRACKERS }) => TRACKERS)).toEqual(Array(3).fill(trackers.join(',')))
  })

  it('is the same private sources for those who take a URL and those who fetch it', () => {
    const privateSources = ['127.0.0.1:8080', 'nas.local:80']
    const told = [
      recorderEnvironment([], privateSources),
      functionEnvironment('dispatch-to-ecs', { ...context, privateSources }),
    ]
    expect(told.map(({ PRIVATE_SOURCES }) => PRIVATE_SOURCES)).toEqual(Array(2).fill(privateSources.join(',')))
  })

  it('is what the recorder takes, beside what its launch and its task tell it', () => {
    const itsLaunch = ['ATTEMPT', 'JOB_ID', 'LAUNCH']
    const itsTask = ['AWS_ENDPOINT_URL', 'ECS_CONTAINER_METADATA_URI_V4', 'PATH', 'SSL_CERT_FILE', 'TOOL_UID']
    const onlyWhereWanted = ['PRIVATE_SOURCES', 'PUBLIC_BASE_URL', 'TRACKERS']
    expect([...keys(recorderEnvironment()), ...itsLaunch, ...itsTask, ...onlyWhereWanted].sort()).toEqual(
      keys(recorder.shape),
    )
  })
})
