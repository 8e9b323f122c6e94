import { type Clock, type JobStore, parseEnv } from '@chronicle/core'
import { createJobStore } from '@chronicle/core/aws'
import { environment as dispatchEnvironment } from '@chronicle/dispatch/env'
import { environment as lifecycleEnvironment } from '@chronicle/lifecycle/env'
import { localSeeding, names, queueUrl } from '@chronicle/local'
import {
  functionEnvironment,
  provisionQueues,
  provisionTable,
  recorderEnvironment,
  registerRecorder,
  registerSeeder,
  seederEnvironment,
  functions as timeouts,
} from '@chronicle/local/testing'
import { environment as torrentEnvironment } from '@chronicle/torrent-creator/env'
import { type FunctionSettings, type Functions, openFunctions } from './functions.ts'
import { type Journal, newJournal } from './journal.ts'
import type { Stage } from './stage.ts'

/** Where the streams of experiments are: nobody answers there, and none of their recorders gets as far as asking. */
export const STREAMS = '127.0.0.1:9'
const privateSources = [STREAMS]

/** Table, queues and task definition of one experiment: what is broken in it touches no other. The bucket is everyone's. */
export type World = {
  readonly id: string
  readonly stage: Stage
  /** The families of its tasks: recorders, and where it has them seeders. */
  readonly families: readonly string[]
  readonly table: string
  readonly queueUrl: string
  readonly deadLetterUrl: string
  /** The rows, over a line that nobody breaks. */
  readonly jobs: JobStore
  /** The handlers' clock: that of the machine, and as much as it was moved on. */
  readonly clock: Clock & { advance(milliseconds: number): void }
  /** Its recorders do not end by themselves. */
  readonly livesOn: boolean
  readonly journal: Journal
  readonly settings: FunctionSettings
  readonly functions: Functions
}

/** What is otherwise in a world. */
export type WorldSettings = {
  /** Variables of its recorders; an empty one takes a variable away. */
  readonly recorder?: Readonly<Record<string, string>>
  /** Variables of its functions. */
  readonly functions?: Readonly<Record<string, string>>
  /** Its recorders do not end by themselves. */
  readonly livesOn?: boolean
  /** Completed jobs are seeded. */
  readonly seeds?: boolean
}

/** Makes a world. `id` is of letters, digits and hyphens. */
export async function createWorld(stage: Stage, id: string, different: WorldSettings = {}): Promise<World> {
  const own = { table: `jobs-${id}`, queue: `${id}.fifo`, deadLetterQueue: `${id}-dlq.fifo` }
  const family = `recorder-${id}`
  const urls = { queueUrl: queueUrl(stage.url, own.queue), deadLetterUrl: queueUrl(stage.url, own.deadLetterQueue) }
  const replacements: Readonly<Record<string, string>> = {
    [names.table]: own.table,
    [queueUrl(stage.url, names.queue)]: urls.queueUrl,
    [queueUrl(stage.url, names.deadLetterQueue)]: urls.deadLetterUrl,
  }
  // By value, so that a variable which is new tomorrow names this world's table or queue too.
  const ofThisWorld = (variables: Record<string, string>) =>
    Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, replacements[value] ?? value]))

  const [taskDefinition, seederTaskDefinition] = await Promise.all([
    registerRecorder(stage.aws, family, names.recorderImage, {
      ...ofThisWorld(recorderEnvironment([], privateSources)),
      ...different.recorder,
    }),
    different.seeds &&
      registerSeeder(stage.aws, `seeder-${id}`, names.seederImage, ofThisWorld(seederEnvironment(localSeeding))),
    provisionTable(stage.aws, own.table),
    provisionQueues(stage.aws, own),
  ])
  const seeder = seederTaskDefinition ? { seederTaskDefinition } : {}
  const context = { url: stage.url, torrentEngine: 'streaming', privateSources, taskDefinition, ...seeder } as const
  const settingsOf = (name: keyof FunctionSettings) => ({
    ...ofThisWorld(functionEnvironment(name, context)),
    ...different.functions,
  })
  const settings: FunctionSettings = {
    'dispatch-to-ecs': parseEnv(dispatchEnvironment, settingsOf('dispatch-to-ecs')),
    'job-lifecycle': parseEnv(lifecycleEnvironment, settingsOf('job-lifecycle')),
    's3-torrent-creator': parseEnv(torrentEnvironment, settingsOf('s3-torrent-creator')),
  }
  const clock = movableClock()
  return {
    id,
    stage,
    families: [family, ...(different.seeds ? [`seeder-${id}`] : [])],
    table: own.table,
    ...urls,
    jobs: createJobStore({ endpoint: stage.url, table: own.table }),
    clock,
    livesOn: different.livesOn ?? false,
    journal: newJournal(),
    settings,
    functions: openFunctions(settings, timeouts, clock),
  }
}

function movableClock() {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead),
    advance: (milliseconds: number) => {
      ahead += milliseconds
    },
  }
}
