import type { Job } from '@chronicle/core'
import { intercept } from './intercept.ts'
import type { SimulatedEcs, Task } from './simulated-ecs.ts'
import { type SimulatedRecorder, startRecorder } from './simulated-recorder.ts'
import type { RecorderDeps, RecorderMove } from './simulated-recording.ts'

export const networks = ['up', 'down', 'answers get lost'] as const

/** A recorder that runs. `network` is how its calls to the table fare. */
export type Running = { readonly task: Task; readonly recorder: SimulatedRecorder; network: (typeof networks)[number] }

export type Recording = { readonly jobId: string; readonly attempt: number; readonly s3Key: string }

type Outside = Omit<RecorderDeps, 'witness'> & { readonly ecs: SimulatedEcs; readonly broken: string[] }

/** The recorders of the tasks that run: who of them passed the fence, and what they recorded. */
export function createRecorders({ ecs, broken, ...deps }: Outside) {
  const running: Running[] = []
  const passed = new Map<string, readonly string[]>()
  const uploaded: Recording[] = []
  const recordings: Recording[] = []

  const witness: RecorderDeps['witness'] = {
    passedFence: ({ jobId, attempt, runner = '' }: Job) => {
      const id = `${jobId}/${attempt}`
      const runners = [...new Set([...(passed.get(id) ?? []), runner])]
      passed.set(id, runners)
      if (runners.length > 1) broken.push(`${id}: ${runners.length} recorders passed the fence`)
    },
    uploaded: ({ jobId, attempt, runner }, s3Key) => {
      // Whoever was taken for dead may find its attempt over, and what comes of it is nobody's.
      const isTakenForDead = ecs.tasks.some((task) => task.taskArn === runner && task.lastStatus === 'STOPPED')
      if (!isTakenForDead) uploaded.push({ jobId, attempt, s3Key })
    },
    completed: ({ jobId, attempt }, s3Key) => {
      recordings.push({ jobId, attempt, s3Key })
    },
  }
  const exit = (one: Running, exitCode: number, stoppedReason: string) => {
    const index = running.indexOf(one)
    if (index < 0) return
    running.splice(index, 1)
    const { stopRequested } = one.task
    ecs.stop(one.task, {
      stopCode: stopRequested === undefined ? 'EssentialContainerExited' : 'UserInitiated',
      stoppedReason: stopRequested ?? stoppedReason,
      exitCode,
    })
  }
  const forget = (jobId: string, of: Recording[]) =>
    of.splice(0, of.length, ...of.filter((recording) => recording.jobId !== jobId))
  return {
    /** A job was deleted with all that it made, and its id may be used for another one. */
    forget: (jobId: string) => {
      forget(jobId, uploaded)
      forget(jobId, recordings)
      for (const id of passed.keys()) if (id.startsWith(`${jobId}/`)) passed.delete(id)
    },
    running: running as readonly Running[],
    /** The runners that passed the fence, by `jobId/attempt`. */
    passed: passed as ReadonlyMap<string, readonly string[]>,
    /** Each recording of which something is in S3. */
    uploaded: uploaded as readonly Recording[],
    /** Each recording of which a recorder was answered that it is in its job's row. */
    recordings: recordings as readonly Recording[],
    /** A task comes up; one that was asked to stop before does not. */
    start: (task: Task) => {
      if (task.stopRequested !== undefined)
        return ecs.stop(task, { stopCode: 'UserInitiated', stoppedReason: task.stopRequested })
      ecs.setRunning(task)
      const state: { network: Running['network'] } = { network: 'up' }
      const jobs = intercept(deps.jobs, (name, call) => overNetwork(state.network, name, call), 'due')
      running.push(Object.assign(state, { task, recorder: startRecorder({ ...deps, jobs, witness }, task) }))
    },
    move: async (one: Running, what: RecorderMove) => {
      if (one.task.stopRequested !== undefined) one.recorder.terminate()
      const code = await one.recorder.move(what)
      if (code !== undefined) exit(one, code, 'Essential container in task exited')
    },
    kill: (one: Running) => {
      one.network = 'down' // nothing that it was about to write is written
      exit(one, 137, 'OutOfMemoryError: container killed')
    },
  }
}

async function overNetwork<Answer>(network: Running['network'], name: string, call: () => Promise<Answer>) {
  if (network === 'down') throw new Error(`${name} does not get through`)
  const answer = await call()
  if (network === 'answers get lost') throw new Error(`the answer of ${name} got lost`)
  return answer
}
