/** What the two ways of making the backend are compared by: settings that a program or a message would notice. */
export type Shape = {
  readonly functions: Readonly<Record<string, FunctionShape>>
  readonly queues: Readonly<Record<'jobs' | 'deadLetters', QueueShape>>
  readonly queueTriggers: Readonly<Record<'jobs' | 'deadLetters', QueueTrigger>>
  readonly table: {
    readonly key: string
    readonly indexes: readonly string[]
    readonly ttl: string
    readonly billing: string
  }
  readonly notification: readonly string[]
  readonly routes: readonly string[]
  readonly task: TaskShape
  /** Where completed jobs are seeded. */
  readonly seederTask?: TaskShape
  /** Function and expression of each. */
  readonly schedules: readonly string[]
  readonly taskEvents: { readonly detailTypes: readonly string[]; readonly lastStatuses: readonly string[] }
}

export type FunctionShape = {
  readonly runtime: string
  readonly handler: string
  readonly memory: number
  readonly timeout: number
  /** Room in /tmp, in MB. */
  readonly storage: number
  readonly layers: readonly string[]
  readonly retries: number
  readonly environment: readonly string[]
}

export type QueueTrigger = {
  readonly batchSize: number
  readonly responses: readonly string[]
  readonly maximumConcurrency: number
}

export type QueueShape = {
  readonly isFifo: boolean
  readonly isDeduplicatedByContent: boolean
  readonly visibilitySeconds: number
  readonly retentionSeconds: number
  readonly maximumReceives?: number
}

export type TaskShape = {
  readonly cpu: string
  readonly memory: string
  readonly container: string
  readonly environment: readonly string[]
  readonly stopTimeout: number
  readonly isRootReadOnly: boolean
  readonly hasInit: boolean
  readonly droppedCapabilities: readonly string[]
  /** `volume: path` */
  readonly mounts: readonly string[]
  readonly logOptions: readonly string[]
}

export const keysOf = (settings: object | undefined): string[] => Object.keys(settings ?? {}).sort()
