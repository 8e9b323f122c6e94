import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TorrentEngine } from '@chronicle/core'
import {
  apiUrl,
  clone,
  cloneSettings,
  type StackProgress,
  type StackSettings,
  sampleSource,
  startStackProcess,
} from '@chronicle/local'
import { writeAwsProfile } from './aws-profile.ts'
import { readEnvironment } from './env.ts'

/** The port that users of AWS emulators expect. */
export const DEFAULT_PORT = 4566

/** Where the stack that `up` starts keeps everything. */
export const stateFolder = (): string => resolve(readEnvironment().CHRONICLE_STATE ?? clone.state)

const entryPoint = join(clone.root, 'packages/local/src/main.ts')

type Said = { readonly say: (line: string) => void }
type Driver = Pick<StackSettings, 'taskDriver'>
type Seeding = Pick<StackSettings, 'seeding'>

const tell =
  ({ say }: Said) =>
  ({ step, seconds }: StackProgress) =>
    say(`stack: ${step} (${seconds.toFixed(1)} s)`)

/**
 * Starts the stack that lives on until `down`, with its jobs and recordings kept; finds it if it is running. Beside the private
 * sources that are asked for it records a sample stream, wherever there is room for one.
 */
export async function startLastingStack({
  port,
  anyPortIfTaken,
  taskDriver,
  torrentEngine = 'auto',
  privateSources = [],
  seeding,
  ...said
}: {
  readonly port: number
  readonly anyPortIfTaken: boolean
  readonly torrentEngine?: TorrentEngine
  readonly privateSources?: readonly string[]
} & Driver &
  Seeding &
  Said) {
  const sources = [...privateSources, await sampleSource()]
  const different = { port, anyPortIfTaken, taskDriver, torrentEngine, privateSources: sources, seeding }
  const settings = cloneSettings({ stateFolder: stateFolder(), persist: true, ...different })
  return startStackProcess({ entryPoint, settings, detached: true, onProgress: tell(said) })
}

/** Starts a stack that ends with this process, and of which nothing is left then. */
export async function startPassingStack({
  taskDriver,
  privateSources,
  ...said
}: { readonly privateSources: readonly string[] } & Driver & Said) {
  const folder = await mkdtemp(join(tmpdir(), 'chronicle-demo-'))
  const settings = cloneSettings({
    ...{ stateFolder: folder, port: DEFAULT_PORT, anyPortIfTaken: true, taskDriver },
    privateSources: [...privateSources, await sampleSource()],
  })
  const stack = await startStackProcess({ entryPoint, settings, detached: false, onProgress: tell(said) })
  const stop = async () => {
    await stack.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { ...stack, stop }
}

/** What someone needs to know who wants to use a running stack. */
export async function howToUse(url: string): Promise<string> {
  const api = apiUrl(url)
  return [
    `The local stack is running at ${url}; region us-east-1, key and secret "test".`,
    `The AWS CLI knows it by AWS_CONFIG_FILE=${await writeAwsProfile(stateFolder(), url)}`,
    '',
    `  curl -X POST ${api}/jobs \\`,
    '    -H "Content-Type: application/json" \\',
    `    -d '{"url": "https://example.com/stream"}'`,
    '',
    'Stop it with: npm run chronicle -- down',
  ].join('\n')
}
