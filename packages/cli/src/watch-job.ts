import type { JobView } from '@chronicle/core'
import type { ApiClient } from './api-client.ts'
import { describeJob } from './describe-job.ts'
import { followJob } from './follow-job.ts'
import { interruption } from './interruption.ts'
import { createProgress } from './progress.ts'

/**
 * Shows the progress of a job until it has ended, and what came of it, and answers it. Unless it is COMPLETED, the command's exit
 * code is 1.
 */
export async function watchJob(api: ApiClient, jobId: string, { json }: { readonly json: boolean }): Promise<JobView> {
  const progress = createProgress(process.stdout)
  const show = json ? (state: unknown) => console.log(JSON.stringify(state)) : progress.show
  const last = await followJob(api, jobId, show, interruption()).finally(progress.end)
  if (!json) console.log(`\n${describeJob(last)}`)
  if (last.status !== 'COMPLETED') process.exitCode = 1
  return last
}
