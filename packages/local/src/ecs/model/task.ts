/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html */
export type TaskStatus = 'PROVISIONING' | 'PENDING' | 'RUNNING' | 'DEPROVISIONING' | 'STOPPED'
export type StopCode = 'EssentialContainerExited' | 'UserInitiated' | 'TaskFailedToStart'

export interface Tag {
  key?: string | undefined
  value?: string | undefined
}

/** One task and its one container, as ECS tells it. A change makes a new record with the next version. */
export interface Task {
  readonly taskArn: string
  readonly clusterArn: string
  readonly taskDefinitionArn: string
  readonly group: string
  readonly launchType: string
  readonly cpu?: string | undefined
  readonly memory?: string | undefined
  readonly startedBy?: string | undefined
  readonly overrides: object
  readonly tags: readonly Tag[]
  /** Counts every change, so that a reader of events can tell which of two is the later. */
  readonly version: number
  readonly lastStatus: TaskStatus
  readonly desiredStatus: 'RUNNING' | 'STOPPED'
  readonly createdAt: Date
  readonly startedAt?: Date
  readonly stoppingAt?: Date
  readonly stoppedAt?: Date
  readonly stopCode?: StopCode
  readonly stoppedReason?: string
  readonly container: TaskContainer
}

export interface TaskContainer {
  readonly containerArn: string
  readonly name: string
  readonly image: string
  readonly lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED'
  readonly exitCode?: number
  readonly reason?: string
}

export function taskIdOf(taskArn: string): string {
  return taskArn.slice(taskArn.lastIndexOf('/') + 1)
}

/** `family:revision`, or `family`, of a task definition's ARN, `family:revision` or `family`. */
export function familyAndRevision(taskDefinition: string): { family: string; revision: string } {
  const [family = '', revision = ''] = taskDefinition.slice(taskDefinition.lastIndexOf('/') + 1).split(':')
  return { family, revision }
}
