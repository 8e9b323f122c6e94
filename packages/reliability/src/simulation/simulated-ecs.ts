import { type Clock, type Launch, LaunchRefused, type TaskRunner, type TaskWatch } from '@chronicle/core'

export type Task = {
  readonly taskArn: string
  readonly launch: Launch
  readonly startedBy: string
  readonly createdAt: string
  lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED'
  /** Why somebody asked for its stop. */
  stopRequested?: string
  /** Its job was deleted since; what has its id now is another one. */
  isOfDeleted?: true
  /** How it ended, and when. */
  ended?: TaskStop & { readonly at: number }
}

/** How a task ended, as its event says it. */
export type TaskStop = { readonly stopCode: string; readonly stoppedReason: string; readonly exitCode?: number }

/** The `detail` of an "ECS Task State Change" that was not delivered yet. */
export type TaskChange = ReturnType<typeof describe> & { readonly version: number }

const TOKEN_MS = 24 * 3_600_000
const MEMORY_MS = 3_600_000

/**
 * ECS: remembers a launch for a day and answers its task again, as a client token makes it. Its tasks come up, run and stop when a
 * test says so; each change is an event that a test delivers, late, twice, in another order, or never.
 */
export function createSimulatedEcs(clock: Clock) {
  const tasks: Task[] = []
  const tokens = new Map<string, { readonly task: Task; readonly at: number }>()
  const changes: TaskChange[] = []
  const refusals: LaunchRefused[] = []
  let revision = 1
  let lagMs = 0
  let version = 0

  const tell = (task: Task) => {
    version += 1
    changes.push({ ...describe(task), version })
  }
  const start = (launch: Launch, startedBy: string) => {
    const taskArn = `arn:aws:ecs:us-east-1:000000000000:task/chronicle-cluster/${tasks.length + 1}`
    const task: Task = { taskArn, launch, startedBy, createdAt: clock.now().toISOString(), lastStatus: 'PENDING' }
    tasks.push(task)
    tell(task)
    return task
  }
  const stop = (task: Task, how: TaskStop) => {
    if (task.lastStatus === 'STOPPED') return
    task.lastStatus = 'STOPPED'
    task.ended = { ...how, at: clock.now().getTime() }
    tell(task)
  }
  const taskDefinition = () => `arn:aws:ecs:us-east-1:000000000000:task-definition/chronicle-recorder:${revision}`
  const age = (since: number) => clock.now().getTime() - since
  const isKnown = ({ createdAt, ended }: Task) =>
    age(Date.parse(createdAt)) >= lagMs && (ended === undefined || age(ended.at) < MEMORY_MS)
  const find = (taskArn: string) => tasks.find((task) => task.taskArn === taskArn && isKnown(task))
  const port: TaskRunner = {
    run: async (launch) => {
      const startedBy = `${launch.jobId}/${launch.attempt}/${launch.launch}`
      const now = clock.now().getTime()
      const token = `${startedBy} ${launch.createdAt}`
      const known = tokens.get(token)
      // A repeat may be refused, too: the rate is limited, or a permission was taken away.
      const refusal = refusals.shift()
      if (refusal) throw refusal
      if (launch.taskDefinition !== taskDefinition())
        throw new LaunchRefused('TASK_DEFINITION_INACTIVE', `${launch.taskDefinition} is inactive`, true, {
          isUnclear: true,
        })
      if (known && Math.abs(now - known.at) < TOKEN_MS) return { taskArn: known.task.taskArn }
      const task = start(launch, startedBy)
      tokens.set(token, { task, at: now })
      return { taskArn: task.taskArn }
    },
    stop: async (taskArn, reason) => {
      const task = find(taskArn)
      if (task) task.stopRequested ??= reason
    },
  }
  const watch: TaskWatch = {
    find: async (taskArn) => {
      const task = find(taskArn)
      return task && describe(task)
    },
    startedBy: async (startedBy) => tasks.filter((task) => task.startedBy === startedBy && isKnown(task)).map(describe),
    stop: port.stop,
  }
  return {
    port,
    /** For who wants to know what became of a task; of one that has stopped ECS knows for an hour. */
    watch,
    tasks,
    /** A job was deleted with all that it made. */
    deleted: (jobId: string) => {
      for (const task of tasks) if (task.launch.jobId === jobId) task.isOfDeleted = true
    },
    /** The events that are still to be delivered. */
    changes: changes as readonly TaskChange[],
    /** An event is delivered for the last time, or lost. */
    forget: (change: TaskChange) => {
      if (changes.includes(change)) changes.splice(changes.indexOf(change), 1)
    },
    /** An event is to be delivered once more. */
    repeat: (change: TaskChange) => {
      if (!changes.includes(change)) changes.push(change)
    },
    /** What the dispatcher of now is told to launch from. */
    taskDefinition,
    /** A deploy registers a new task definition and takes the one before away: tasks go on, launches from it are refused. */
    deploy: () => {
      revision += 1
    },
    /** The next launch of a task is refused. */
    refuse: (mayPass: boolean) =>
      refusals.push(
        mayPass
          ? new LaunchRefused('NO_CAPACITY', 'ECS has no room for the task just now', true)
          : new LaunchRefused('LAUNCH_REFUSED', 'ECS refused the launch', false),
      ),
    /** For so long ECS does not tell of a task that was just made: what it tells is eventually consistent. */
    lag: (minutes: number) => {
      lagMs = minutes * 60_000
    },
    /** Every launch is accepted again, and every task told of. */
    recover: () => {
      refusals.splice(0)
      lagMs = 0
    },
    /** ECS keeps a client token for a day at most. */
    forgetTokens: () => tokens.clear(),
    setRunning: (task: Task) => {
      task.lastStatus = 'RUNNING'
      tell(task)
    },
    stop,
  }
}
/** A task as ECS tells it. */
function describe({ taskArn, startedBy, createdAt, lastStatus, ended }: Task) {
  const { at: _, exitCode, ...why } = ended ?? { at: 0 }
  const containers = [{ name: 'chronicle-recorder', lastStatus, ...(exitCode !== undefined && { exitCode }) }]
  return { taskArn, startedBy, createdAt, lastStatus, desiredStatus: lastStatus, containers, ...why }
}

export type SimulatedEcs = ReturnType<typeof createSimulatedEcs>
