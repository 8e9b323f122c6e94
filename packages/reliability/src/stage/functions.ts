import type { Clock } from '@chronicle/core'
import type { AwsLine, RequestHandler } from '@chronicle/core/aws'
import { lambdaContext } from '@chronicle/core/testing'
import { createDeps as dispatchDeps } from '@chronicle/dispatch/deps'
import type { Environment as DispatchEnvironment } from '@chronicle/dispatch/env'
import { createHandler as dispatchHandler } from '@chronicle/dispatch/handler'
import { createDeps as lifecycleDeps } from '@chronicle/lifecycle/deps'
import type { Environment as LifecycleEnvironment } from '@chronicle/lifecycle/env'
import { createHandler as lifecycleHandler } from '@chronicle/lifecycle/handler'
import { createDeps as torrentDeps } from '@chronicle/torrent-creator/deps'
import type { Environment as TorrentEnvironment } from '@chronicle/torrent-creator/env'
import { createHandler as torrentHandler } from '@chronicle/torrent-creator/handler'
import type { S3Event } from 'aws-lambda'

export type FunctionName = 'dispatch-to-ecs' | 'job-lifecycle' | 's3-torrent-creator'

export type FunctionSettings = {
  readonly 'dispatch-to-ecs': DispatchEnvironment
  readonly 'job-lifecycle': LifecycleEnvironment
  readonly 's3-torrent-creator': TorrentEnvironment
}

/** The time-out of each, in seconds. */
export type Timeouts = Readonly<Record<FunctionName, { readonly timeout: number }>>

/** The functions of a world, warm: made once, each invocation over a line of its own. One at a time. */
export type Functions = {
  invoke(name: FunctionName, event: unknown, line: AwsLine, requestId: string | undefined): Promise<unknown>
  /** Closes their connections. */
  close(): void
}

/** The handlers as they are deployed, but with this clock, and without the pauses between tries of one invocation. */
export function openFunctions(settings: FunctionSettings, timeouts: Timeouts, clock: Clock): Functions {
  let current: AwsLine = {}
  const connections = new Set<RequestHandler>()
  const line: AwsLine = {
    requestHandler: (ours) => {
      connections.add(ours)
      const through = () => current.requestHandler?.(ours) ?? ours
      return {
        handle: (request, options) => through().handle(request, options),
        httpHandlerConfigs: () => ours.httpHandlerConfigs(),
        updateHttpClientConfig: (key, value) => ours.updateHttpClientConfig(key, value),
        destroy: () => ours.destroy(),
      }
    },
  }
  const dispatch = dispatchHandler({ ...dispatchDeps(settings['dispatch-to-ecs'], line), clock, pause: async () => {} })
  const lifecycle = lifecycleHandler({ ...lifecycleDeps(settings['job-lifecycle'], line), clock })
  const torrents = torrentHandler({ ...torrentDeps(settings['s3-torrent-creator'], line), clock })
  return {
    invoke: (name, event, given, requestId) => {
      current = given
      const context = { ...lambdaContext(requestId), getRemainingTimeInMillis: timer(timeouts[name].timeout) }
      if (name === 'dispatch-to-ecs') return dispatch(event, context)
      return name === 'job-lifecycle' ? lifecycle(event, context) : torrents(event as S3Event, context)
    },
    close: () => {
      for (const connection of connections) connection.destroy()
    },
  }
}

/** What a function has left of its time, as it is deployed. */
function timer(seconds: number): () => number {
  const end = Date.now() + seconds * 1000
  return () => Math.max(end - Date.now(), 0)
}
