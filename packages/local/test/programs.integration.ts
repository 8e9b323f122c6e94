import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createProcessDriver } from '../src/ecs/driver/process-driver.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chronicle-test-programs-'))
})
afterAll(() => rm(folder, { recursive: true }))

const says = (name: string, path: string) => ({
  command: process.execPath,
  args: ['--eval', `console.log('${name}', process.env.PATH)`],
  path,
})

/** What the program of a task prints, by the name, image and entry point that its definition has. */
async function linesOf(container: { name: string; image?: string; entryPoint?: string[] }): Promise<string[]> {
  const driver = await createProcessDriver({
    recorder: says('recorder', '/recorder'),
    programs: { 'chronicle-transmission': says('seeder', '/seeder') },
    folder,
    endpointUrl: 'http://127.0.0.1:1',
  })
  const lines: string[] = []
  const running = await driver.start({
    taskId: 'task-1',
    container,
    volumes: [],
    command: [],
    environment: {},
    metadataPath: '/metadata',
    credentialsPath: undefined,
    stopTimeoutMs: 1000,
    onLine: (line) => lines.push(line),
  })
  await running.exited
  return lines
}

describe('a task as a process', () => {
  it('is the seeder, with its own PATH, where its container has the name of the seeder', async () => {
    await expect(linesOf({ name: 'chronicle-transmission' })).resolves.toEqual(['seeder /seeder'])
  })

  it.each([
    { name: 'chronicle-recorder' },
    { name: 'anything' },
    { name: 'constructor' },
    { name: 'shell', image: 'chronicle-transmission:latest', entryPoint: ['/bin/sh', '-c', 'echo mine'] },
  ])('is the recorder, whatever else its definition says: %j', async (container) => {
    await expect(linesOf(container)).resolves.toEqual(['recorder /recorder'])
  })
})
