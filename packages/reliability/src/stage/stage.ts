import { join } from 'node:path'
import { CreateClusterCommand } from '@aws-sdk/client-ecs'
import { type Aws, clone, createAws, names } from '@chronicle/local'
import { provisionBucket, startTestEngine, toolsFolder } from '@chronicle/local/testing'
import { openTaskEvents, type TaskEvents } from './task-events.ts'

/** The local engine with the ECS endpoint that starts real recorders, and nobody who acts by himself: no function, no schedule. */
export type Stage = {
  readonly url: string
  readonly aws: Aws
  /** A file for each task with what it printed. */
  readonly taskLogs: string
  /** A folder for each task while it runs. */
  readonly taskFolders: string
  readonly events: TaskEvents
  stop(): Promise<void>
}

const MANY_TASKS = 10_000

/** What the recorder finds on its PATH; without tools it passes the fence, finds no yt-dlp, and ends its job half a second later. */
const paths = { none: join(toolsFolder, 'none'), all: `${join(toolsFolder, 'bin')}:/usr/bin:/bin` } as const

export type StageSettings = {
  readonly tools: keyof typeof paths
  /** What its tasks run; by default the recorder as it is built. */
  readonly program?: string
}

export async function openStage({ tools, program = clone.recorder }: StageSettings): Promise<Stage> {
  const recorder = { command: join(toolsFolder, 'bin/node'), args: [program], path: paths[tools] }
  // It finds no BitTorrent client, says so in its row, and ends.
  const seeder = { ...recorder, args: [clone.seeder], path: paths.none }
  const engine = await startTestEngine({ recorder, seeder, maxTasks: MANY_TASKS })
  const aws = createAws(engine.url)
  await aws.ecs.send(new CreateClusterCommand({ clusterName: names.cluster }))
  await provisionBucket(aws)
  const events = await openTaskEvents(aws)
  return {
    url: engine.url,
    aws,
    taskLogs: join(engine.stateFolder, 'logs/tasks'),
    taskFolders: join(engine.stateFolder, 'tasks'),
    events,
    stop: async () => {
      await events.close()
      await engine.stop()
    },
  }
}
