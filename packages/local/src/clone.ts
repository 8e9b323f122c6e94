import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { callersPath, dockerEnvironment } from './env.ts'
import { names } from './provision/names.ts'
import { provision } from './provision/provision.ts'
import type { SeedingSettings } from './stack/seeding-settings.ts'
import type { StackSettings } from './stack/stack-settings.ts'
import type { Stack } from './stack/start-stack.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')

/** Where things are in the clone that this code runs from. */
export const clone = {
  root,
  /** What set-up installed. */
  tools: join(root, '.tools'),
  /** A zip for each Lambda, as the build makes them. */
  zips: join(root, 'dist/lambda'),
  /** As util/build-transmission-lambda-layer.sh makes it. */
  layer: join(root, 'terraform/backend/lambda/transmission_tools_layer.zip'),
  recorder: join(root, 'dist/recorder/index.js'),
  seeder: join(root, 'dist/seeder/index.js'),
  /** What `up` keeps: jobs, objects, logs. */
  state: join(root, '.chronicle/stack'),
} as const

const MAX_TASKS = 20

/** A stack of this clone's build; what a caller wants different comes last. */
export function cloneSettings(
  different: Pick<StackSettings, 'stateFolder' | 'port'> & Partial<StackSettings>,
): StackSettings {
  const bin = join(clone.tools, 'bin')
  const path = `${bin}:/usr/bin:/bin`
  const program = (bundle: string) => ({ command: join(bin, 'node'), args: [bundle], path })
  return {
    toolsFolder: clone.tools,
    anyPortIfTaken: false,
    persist: false,
    iam: false,
    torrentEngine: 'auto',
    maxTasks: MAX_TASKS,
    taskDriver: 'process',
    recorder: program(clone.recorder),
    // The BitTorrent client is the user's own, wherever that is.
    seeder: { ...program(clone.seeder), path: [path, callersPath()].filter(Boolean).join(':') },
    privateSources: [],
    recorderImage: names.recorderImage,
    dockerEnvironment: dockerEnvironment(),
    engineEnvironment: {},
    ...different,
  }
}

/** Seeding among the machines of one's own network, and until the stack is stopped: nothing is told to the world. */
export const localSeeding: SeedingSettings = {
  ratio: 0,
  hours: 0,
  peerPort: 0,
  dht: false,
  trackers: [],
  image: names.seederImage,
}

/** Makes the product's resources on a stack, from this clone's build. */
export const provisionClone = (
  { engineUrl, url }: Stack,
  { recorderImage, torrentEngine, privateSources, seeding }: StackSettings,
): Promise<void> =>
  provision(engineUrl, {
    ...{ url, recorderImage, torrentEngine, privateSources, seeding },
    ...{ zips: clone.zips, layer: clone.layer },
  })
