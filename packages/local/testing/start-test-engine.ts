import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StackSettings } from '../src/stack/stack-settings.ts'
import { type Stack, startStack } from '../src/stack/start-stack.ts'

/** Where set-up puts the engine, Node and the recorder's tools. */
export const toolsFolder = fileURLToPath(new URL('../../../.tools', import.meta.url))

// Runs until it is stopped. Tests that care what a task does bring their own program.
const IDLE_PROGRAM = {
  command: process.execPath,
  args: ['--eval', 'setInterval(() => {}, 1000)'],
  path: '/usr/bin:/bin',
}

/** Settings of a stack that keeps nothing, on any port, with a task program that only waits. */
export function testStackSettings(stateFolder: string, change: Partial<StackSettings> = {}): StackSettings {
  return {
    toolsFolder,
    stateFolder,
    port: 0,
    anyPortIfTaken: false,
    persist: false,
    iam: false,
    torrentEngine: 'streaming',
    maxTasks: 10,
    privateSources: [],
    taskDriver: 'process',
    recorder: IDLE_PROGRAM,
    seeder: IDLE_PROGRAM,
    recorderImage: 'recorder:1',
    dockerEnvironment: {},
    engineEnvironment: {},
    ...change,
  }
}

export type TestEngine = Stack

/**
 * An empty AWS on a free port, tasks included: nothing provisioned, nothing kept. Takes about half a second. `url` is
 * what an AWS client takes as its endpoint, with the region us-east-1 and the key and secret `test`.
 */
export async function startTestEngine(change: Partial<StackSettings> = {}): Promise<TestEngine> {
  const stateFolder = await mkdtemp(join(tmpdir(), 'chronicle-test-engine-'))
  const stack = await startStack(testStackSettings(stateFolder, change), { provision: async () => {} })
  const stop = async () => {
    await stack.stop()
    await rm(stateFolder, { recursive: true, force: true })
  }
  return { ...stack, stop }
}
