import type { TorrentEngine } from '@chronicle/core'
import type { FoundEngine } from './find-engine.ts'

const REQUIRED = ['apigateway', 'dynamodb', 'ecs', 'events', 'iam', 'lambda', 'logs', 's3', 'sqs']

/** What an engine does not do, though it may answer as if it did: sentences for people. */
export function engineLacks({ kind, name, services }: FoundEngine, torrentEngine: TorrentEngine): string[] {
  const missing = services ? REQUIRED.filter((service) => !isThere(services[service])) : []
  const without = missing.map((service) => `${name} has no ${service}`)
  if (kind === 'ministack') {
    return [
      ...without,
      `${name} says of a recorder's task that it runs, but runs it only in a container, where Docker is at hand; else jobs stay STARTED. Chronicle's own stack runs it: npm run chronicle -- up`,
      `${name} does not tell of the end of tasks, so a job whose recorder dies stays open`,
      `${name} drops events that find no room for their function within three seconds, so of many objects at once some get no torrent: npm run chronicle -- backfill orders those`,
      ...(torrentEngine === 'transmission'
        ? [
            `${name} unpacks layers elsewhere than to /opt, unless it runs functions in containers, so s3-torrent-creator does not find transmission-create`,
          ]
        : []),
    ]
  }
  return without
}

const isThere = (state: string | undefined) => state === 'available' || state === 'running'
