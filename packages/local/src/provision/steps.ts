import type { TorrentEngine } from '@chronicle/core'
import type { SeedingSettings } from '../stack/seeding-settings.ts'
import { provisionApi } from './api.ts'
import type { Aws } from './aws.ts'
import { provisionBucket, provisionNotification } from './bucket.ts'
import { provisionCluster } from './cluster.ts'
import { type FunctionName, provisionFunction } from './functions.ts'
import { provisionLayer } from './layer.ts'
import { provisionQueues } from './queues.ts'
import { provisionRoles } from './roles.ts'
import { provisionSeeder } from './seeder.ts'
import { provisionTable } from './table.ts'
import {
  deadLettersTrigger,
  jobsTrigger,
  provisionPermissions,
  provisionQueueTrigger,
  provisionSweep,
  provisionTaskEvents,
} from './triggers.ts'

/** One thing that provisioning makes, or brings up to date. */
export type Step = {
  /** For people, and for the steps that need it. */
  readonly name: string
  /** What must have been made before. */
  readonly needs: readonly string[]
  run(): Promise<unknown>
}

export type Provisioning = {
  /** Where the functions will find AWS. */
  readonly url: string
  /** The folder with a zip for each function. */
  readonly zips: string
  /** The image that the recorder's task definition names; by default as the rebuild script tags it. */
  readonly recorderImage?: string
  readonly torrentEngine: TorrentEngine
  /** The zip of the layer `transmission-tools`; made use of where the torrent engine is transmission. */
  readonly layer: string
  /** `host:port` of what may be recorded though it is not public. */
  readonly privateSources?: readonly string[] | undefined
  /** How completed jobs are seeded; absent: not at all. */
  readonly seeding?: SeedingSettings | undefined
}

/** All that Terraform declares for AWS, as far as a local engine has a use for it. Each step is safe to repeat. */
export function provisioningSteps(
  aws: Aws,
  { url, zips, recorderImage, torrentEngine, layer, privateSources, seeding }: Provisioning,
): readonly Step[] {
  let taskDefinition = ''
  let torrentLayers: readonly string[] = []
  let seederTaskDefinition: string | undefined
  const trackers = seeding?.trackers
  const context = () => ({
    ...{ url, zips, torrentEngine, trackers, privateSources },
    ...{ taskDefinition, torrentLayers, seederTaskDefinition },
  })
  const functionStep = (name: FunctionName, ...needs: readonly string[]) => ({
    name,
    needs: ['roles', 'table', ...needs],
    run: async () => {
      await provisionFunction(aws, name, context())
      await provisionPermissions(aws, name)
    },
  })
  const seederSteps = seeding
    ? [
        {
          name: 'seeder',
          needs: ['cluster'],
          run: async () => {
            seederTaskDefinition = await provisionSeeder(aws, seeding)
          },
        },
      ]
    : []
  const layerStep = {
    name: 'layer',
    needs: [],
    run: async () => {
      torrentLayers = [await provisionLayer(aws, layer)]
    },
  }
  const layerSteps = torrentEngine === 'transmission' ? [layerStep] : []
  return [
    ...layerSteps,
    { name: 'roles', needs: [], run: () => provisionRoles(aws) },
    { name: 'table', needs: [], run: () => provisionTable(aws) },
    { name: 'bucket', needs: [], run: () => provisionBucket(aws) },
    { name: 'queues', needs: [], run: () => provisionQueues(aws) },
    {
      name: 'cluster',
      needs: ['roles'],
      run: async () => {
        taskDefinition = await provisionCluster(aws, recorderImage, trackers, privateSources)
      },
    },
    ...seederSteps,
    functionStep('dispatch-to-ecs', 'queues', 'cluster'),
    functionStep('job-lifecycle', 'queues', ...seederSteps.map(({ name }) => name)),
    functionStep('s3-torrent-creator', 'bucket', ...layerSteps.map(({ name }) => name)),
    { name: 'API', needs: ['dispatch-to-ecs', 's3-torrent-creator'], run: () => provisionApi(aws) },
    { name: 'uploads', needs: ['s3-torrent-creator'], run: () => provisionNotification(aws) },
    { name: 'queue trigger', needs: ['dispatch-to-ecs'], run: () => provisionQueueTrigger(aws, jobsTrigger) },
    { name: 'dead letters', needs: ['job-lifecycle'], run: () => provisionQueueTrigger(aws, deadLettersTrigger) },
    { name: 'task events', needs: ['job-lifecycle'], run: () => provisionTaskEvents(aws, ['local.ecs']) },
    { name: 'sweep', needs: ['job-lifecycle'], run: () => provisionSweep(aws) },
  ]
}

/** Of all steps those that lead to the named ones. */
export function stepsFor(steps: readonly Step[], wanted: readonly string[]): readonly Step[] {
  const needed = steps.filter(({ name }) => wanted.includes(name)).flatMap(({ needs }) => needs)
  const more = needed.filter((name) => !wanted.includes(name))
  return more.length > 0 ? stepsFor(steps, [...wanted, ...more]) : steps.filter(({ name }) => wanted.includes(name))
}
