import { setTimeout as sleep } from 'node:timers/promises'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { type Aws, apiUrl, names, queueUrl } from '@chronicle/local'
import type { PlannedJob } from './plan.ts'

/** A job of which its caller was told that it is accepted: by the API, or because SQS took its message. */
export type Accepted = { readonly jobId: string; readonly way: PlannedJob['way']; readonly at: number }

const RETRY_MS = 1000
const MAX_TRIES = 60
/** So many callers at once, and no more than that: each that meets a killed function has the engine start a new one. */
const MAX_CALLERS = 4
const ROOM_CHECK_MS = 100

export type Submitter = {
  readonly accepted: readonly Accepted[]
  /** How often a caller of the API was answered by an error, or not at all, and asked again. */
  readonly refusals: () => number
  /** Settles when every job of the plan was submitted. Rejects where a caller gave up. */
  readonly done: Promise<void>
}

/**
 * Submits the jobs of a plan when their time has come and `hasRoom` says so, as patient callers do: one that is refused for now
 * asks again.
 */
export function submitJobs(
  plan: readonly PlannedJob[],
  { url, aws, hasRoom }: { readonly url: string; readonly aws: Aws; readonly hasRoom: () => boolean },
): Submitter {
  const began = Date.now()
  const accepted: Accepted[] = []
  let refusals = 0
  const waiting = [...plan]

  async function serve(): Promise<void> {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      await sleep(Math.max(0, began + job.at - Date.now()))
      while (!hasRoom()) await sleep(ROOM_CHECK_MS)
      await submit(job)
    }
  }

  async function submit(job: PlannedJob): Promise<void> {
    const at = Date.now()
    const jobId = job.way === 'SQS' ? await send(job) : await post(job)
    accepted.push({ jobId, way: job.way, at })
    if (!job.isRepeated) return
    // Under the name that the first request got: without one, another message is another job.
    await (job.way === 'SQS' ? send({ ...job, jobId, isUnnamed: false }) : post(job))
  }

  async function send({ jobId, url: stream, isUnnamed }: PlannedJob): Promise<string> {
    const { MessageId = '' } = await aws.sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl(url, names.queue),
        MessageBody: JSON.stringify(isUnnamed ? { url: stream } : { jobId, url: stream }),
        MessageGroupId: jobId,
        MessageDeduplicationId: crypto.randomUUID(),
      }),
    )
    return isUnnamed ? MessageId : jobId
  }

  async function post({ jobId, url: stream }: PlannedJob): Promise<string> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const answer = await fetch(`${apiUrl(url)}/jobs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jobId, url: stream }),
      })
      const said = await answer.text()
      if (answer.ok) return jobId
      if (answer.status < 500) throw new Error(`job ${jobId} was refused: ${answer.status} ${said}`)
      refusals += 1
      await sleep(RETRY_MS)
    }
    throw new Error(`job ${jobId} was not accepted in ${MAX_TRIES} tries`)
  }

  return {
    accepted,
    refusals: () => refusals,
    done: Promise.all(Array.from({ length: MAX_CALLERS }, serve)).then(() => {}),
  }
}
