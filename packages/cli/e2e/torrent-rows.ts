import { setTimeout as sleep } from 'node:timers/promises'
import {
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import { type Job, torrentId } from '@chronicle/core'
import { createJobStore } from '@chronicle/core/aws'
import { type Aws, names } from '@chronicle/local'

/** Has the function hand what is larger, in bytes, to a task. */
export async function handOverAbove({ lambda }: Aws, bytes: number): Promise<void> {
  const FunctionName = 's3-torrent-creator'
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
  const Variables = { ...Environment?.Variables, TORRENT_MOST_BYTES: String(bytes) }
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }))
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60, minDelay: 0.1 }, { FunctionName })
}

/** Answers the row of an object's torrent, once it is as it should be. The sweep rings each minute. */
export function torrentRows(endpoint: string) {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: names.region })
  const jobs = createJobStore({ endpoint, table: names.table })
  return async (key: string, isRight: (job: Job) => boolean): Promise<Job> => {
    const row = () => jobs.get(torrentId({ bucket: names.bucket, key }))
    for (let tries = 0; tries < 2000; tries++) {
      const job = await row()
      if (job && isRight(job)) return job
      await sleep(100)
    }
    throw new Error(`the row of "${key}" is ${JSON.stringify(await row())}`)
  }
}
