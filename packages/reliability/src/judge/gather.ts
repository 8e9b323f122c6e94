import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { type Job, jobSchema } from '@chronicle/core'
import { tasksOf } from '../stage/watchers.ts'
import type { World } from '../stage/world.ts'
import type { Evidence, LogLine } from './evidence.ts'
import { gatherObject } from './gather-object.ts'

/** Looks at everything that is left of a world. `printed` is what its handlers printed, perhaps among others' lines. */
export async function gather(world: World, printed: string, secrets: readonly string[]): Promise<Evidence> {
  const { journal, stage } = world
  const rows = await rowsOf(world)
  const logs = await taskLogs(world)
  const keys = new Set([...journal.keys, ...rows.flatMap(({ s3Key }) => s3Key ?? [])])
  return {
    accepted: journal.accepted,
    rows,
    deliveries: journal.deliveries,
    objects: await Promise.all([...keys].map((key) => gatherObject(stage, key))),
    taskLines: logs.flatMap((log) => log.split('\n').flatMap(parse)),
    printed: [printed, ...logs].join('\n'),
    secrets,
    offences: [...journal.offences, ...(await leftBehind(stage.taskFolders, tasksOf(world)))],
  }
}

/** Every row of the table, whatever it is of. */
async function rowsOf({ stage, table: TableName }: World): Promise<Job[]> {
  const { Items = [] } = await stage.aws.dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true }))
  return Items.map((item) => jobSchema.parse(unmarshall(item)))
}

function taskLogs(world: World): Promise<string[]> {
  return Promise.all(tasksOf(world).map((arn) => readFile(join(world.stage.taskLogs, `${idOf(arn)}.log`), 'utf8')))
}

/** The folder of a task is there while its process is. */
async function leftBehind(folder: string, tasks: readonly string[]): Promise<string[]> {
  const there = new Set(await readdir(folder).catch(() => []))
  return tasks.flatMap((arn) => (there.has(idOf(arn)) ? `task ${idOf(arn)} is over and its folder still there` : []))
}

const idOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1)

function parse(line: string): LogLine[] {
  try {
    return line.startsWith('{') ? [JSON.parse(line)] : []
  } catch {
    return [] // a line that its writer did not get to end: whoever was killed
  }
}
