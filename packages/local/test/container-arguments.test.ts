import { expect, test } from '@jest/globals'
import { containerArguments } from '../src/ecs/driver/container-arguments.ts'
import type { ContainerLaunch } from '../src/ecs/driver/task-driver.ts'

const host = { endpointUrl: 'http://127.0.0.1:4566', label: 'chronicle.stack=/state' }

function argumentsFor(change: Partial<ContainerLaunch> = {}): string[] {
  const launch = {
    taskId: 'abc',
    container: { image: 'recorder:1' },
    volumes: [],
    command: [],
    environment: {},
    metadataPath: '/metadata/abc',
    stopTimeoutMs: 2000,
    onLine: () => {},
    ...change,
  }
  return containerArguments(launch, host)
}

/** The values that an option was given. */
const values = (list: readonly string[], option: string) =>
  list.flatMap((argument, index) => (list[index - 1] === option ? [argument] : []))

test('names and labels the container, so that it is found again', () => {
  const list = argumentsFor()
  expect(values(list, '--name')).toEqual(['chronicle-task-abc'])
  expect(values(list, '--label')).toEqual(['chronicle.stack=/state'])
})

test('reaches the stack on the loopback interface, and tells the task where it is', () => {
  const list = argumentsFor({ environment: { S3_BUCKET: 'b', AWS_ENDPOINT_URL: 'http://elsewhere' } })
  expect(values(list, '--network')).toEqual(['host'])
  expect(values(list, '--env')).toEqual(
    expect.arrayContaining([
      'S3_BUCKET=b',
      'AWS_ENDPOINT_URL=http://127.0.0.1:4566',
      'ECS_CONTAINER_METADATA_URI_V4=http://127.0.0.1:4566/metadata/abc',
    ]),
  )
  expect(list.join()).not.toContain('elsewhere')
})

test('takes the credentials of its role where it has one, and the root key only where it has none', () => {
  const root = values(argumentsFor(), '--env')
  expect(root).toContain('AWS_ACCESS_KEY_ID=test')
  const own = values(argumentsFor({ credentialsPath: '/credentials/abc' }), '--env')
  expect(own).toContain('AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:4566/credentials/abc')
  expect(own.join()).not.toContain('AWS_ACCESS_KEY_ID')
})

test('is as bare as the definition says, and no barer', () => {
  const bare = argumentsFor({
    container: {
      image: 'recorder:1',
      readonlyRootFilesystem: true,
      linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['NET_RAW', 'MKNOD'] } },
      user: '1000',
    },
  })
  expect(bare).toEqual(expect.arrayContaining(['--read-only', '--init']))
  expect(values(bare, '--user')).toEqual(['1000'])
  expect(values(bare, '--cap-drop')).toEqual(['NET_RAW', 'MKNOD'])
  const options = ['--read-only', '--init', '--user', '--cap-drop', '--cpus', '--memory', '--mount', '--entrypoint']
  for (const option of options) expect(argumentsFor()).not.toContain(option)
})

test("has the task's share of the machine: CPU units of which 1024 are a processor, MiB without swap", () => {
  const list = argumentsFor({ cpu: '512', memory: '1024' })
  expect(values(list, '--cpus')).toEqual(['0.5'])
  expect(values(list, '--memory')).toEqual(['1024m'])
  expect(values(list, '--memory-swap')).toEqual(['1024m'])
  expect(values(argumentsFor({ memory: '1024', container: { memory: 300 } }), '--memory')).toEqual(['300m'])
})

test('has an empty volume for each mount point, and never a folder of the host', () => {
  const container = { image: 'i', mountPoints: [{ sourceVolume: 'spool', containerPath: '/tmp' }] }
  expect(values(argumentsFor({ container, volumes: [{ name: 'spool' }] }), '--mount')).toEqual([
    'type=volume,destination=/tmp',
  ])
  const volumes = [{ name: 'spool', host: { sourcePath: '/etc' } }]
  expect(() => argumentsFor({ container, volumes })).toThrow('volume "spool" is the host\'s /etc')
})

test('ends with image, entry point and command in the order in which Docker wants them', () => {
  const container = { image: 'recorder:1', entryPoint: ['tini', '--'] }
  const list = argumentsFor({ container, command: ['--rm', 'x'] })
  expect(values(list, '--entrypoint')).toEqual(['tini'])
  expect(list.slice(-4)).toEqual(['recorder:1', '--', '--rm', 'x'])
})
