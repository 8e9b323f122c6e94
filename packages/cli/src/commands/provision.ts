import { clone, engineRegion, mendFor, type Outcome, provisionEngine } from '@chronicle/local'
import { defineCommand } from 'citty'
import { buildArtifacts } from '../build-artifacts.ts'
import { engineEndpoint, readEnvironment } from '../env.ts'
import { InvalidArgument } from '../invalid-argument.ts'
import { jsonArg, parsePrivateSources, privateSourceArgs, torrentEngineArg } from './arguments.ts'

const PATIENCE_MS = 60_000

export const provision = defineCommand({
  meta: {
    name: 'provision',
    description: "Make Chronicle's resources on any local AWS engine (AWS_ENDPOINT_URL, else http://localhost:4566)",
  },
  args: {
    'torrents-only': { type: 'boolean', default: false, description: 'only what makes torrents of uploaded objects' },
    ...torrentEngineArg,
    ...privateSourceArgs,
    ...jsonArg,
  },
  run: async ({ args }) => {
    const privateSources = parsePrivateSources(args['private-source'])
    const environment = readEnvironment()
    const endpoint = engineEndpoint(environment)
    if (/\.amazonaws\.com$/.test(new URL(endpoint).hostname))
      throw new InvalidArgument(
        `${endpoint} is AWS itself, where terraform makes the resources: see terraform/README.md`,
      )
    await buildArtifacts()
    const say = args.json ? () => {} : (line: string) => console.log(line)
    warnOfRegion(environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION, say)
    const { engine, outcomes, lacks, api } = await provisionEngine(
      {
        endpoint,
        credentials: {
          accessKeyId: environment.AWS_ACCESS_KEY_ID ?? 'test',
          secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? 'test',
          sessionToken: environment.AWS_SESSION_TOKEN,
        },
        zips: clone.zips,
        layer: clone.layer,
        torrentEngine: args['torrent-engine'],
        torrentsOnly: args['torrents-only'],
        privateSources,
        patienceMs: PATIENCE_MS,
      },
      {
        onWait: (why) => say(`${why} Waiting up to ${PATIENCE_MS / 1000} s.`),
        onEngine: ({ name }, functionUrl) =>
          say(`engine     ${name} on ${endpoint}; functions find it at ${functionUrl}`),
        onOutcome: (outcome) => say(lineOf(outcome)),
      },
    )
    for (const lack of lacks) say(`lacks      ${lack}`)
    const failed = outcomes.filter(({ state }) => state !== 'ready')
    if (args.json) console.log(JSON.stringify({ engine, outcomes: outcomes.map(plain), lacks, api }))
    if (api) say(`\nAPI        ${api}/jobs\n\n${curlFor(api)}`)
    if (failed.length > 0) {
      say(
        `\n${failed.length} of ${outcomes.length} are missing: ${failed.map(({ step }) => step).join(', ')}. See above for what mends each.`,
      )
      process.exitCode = 1
    }
  },
})

function warnOfRegion(region: string | undefined, say: (line: string) => void): void {
  if (region === undefined || region === engineRegion) return
  say(
    `region     your tools look in ${region}, and everything is made in ${engineRegion}: use --region ${engineRegion}, or set AWS_DEFAULT_REGION`,
  )
}

function lineOf(outcome: Outcome): string {
  switch (outcome.state) {
    case 'ready':
      return `ready      ${outcome.step}`
    case 'failed':
      return `FAILED     ${outcome.step}: ${outcome.error.message}\n           mend: ${mendFor(outcome.error)}`
    case 'left out':
      return `left out   ${outcome.step}: it needs ${outcome.for.join(' and ')}`
  }
}

const plain = (outcome: Outcome) =>
  outcome.state === 'failed'
    ? { step: outcome.step, state: outcome.state, error: outcome.error.message, mend: mendFor(outcome.error) }
    : outcome

const curlFor = (api: string) =>
  `curl -X POST ${api}/jobs -H 'Content-Type: application/json' -d '{"url": "https://example.com/stream"}'`
