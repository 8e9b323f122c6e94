import { environment as dispatch } from '@chronicle/dispatch/env'
import { environment as lifecycle } from '@chronicle/lifecycle/env'
import { environment as recorder } from '@chronicle/recorder/env'
import { environment as torrentCreator } from '@chronicle/torrent-creator/env'
import { describe, expect, it } from '@jest/globals'
import { recorderEnvironment } from '../src/provision/cluster.ts'
import { functionEnvironment } from '../src/provision/functions.ts'

const context = { url: 'http://127.0.0.1:4566', taskDefinition: 'arn', torrentEngine: 'streaming' } as const
const keys = (settings: object) => Object.keys(settings).sort()

// A setting that a program wants and nobody gives it, or that it is given and does not know, is seen here and not at its start.
describe('what the local stack tells each program', () => {
  const byThePreload = ['LAYER_FOLDERS']
  it.each([
    ['dispatch-to-ecs', dispatch, []],
    ['job-lifecycle', lifecycle, []],
    ['s3-torrent-creator', torrentCreator, byThePreload],
  ] as const)('is what %s takes', (name, environment, otherwise) => {
    expect([...keys(functionEnvironment(name, context)), ...otherwise].sort()).toEqual(keys(environment.shape))
  })

  it('is what the recorder takes, beside what its launch and its task tell it', () => {
    const itsLaunch = ['ATTEMPT', 'JOB_ID', 'LAUNCH']
    const itsTask = ['AWS_ENDPOINT_URL', 'ECS_CONTAINER_METADATA_URI_V4', 'PATH', 'SSL_CERT_FILE']
    const onlyWhereWanted = ['PUBLIC_BASE_URL', 'TRACKERS']
    expect([...keys(recorderEnvironment()), ...itsLaunch, ...itsTask, ...onlyWhereWanted].sort()).toEqual(
      keys(recorder.shape),
    )
  })
})
