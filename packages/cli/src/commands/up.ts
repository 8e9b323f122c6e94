import { apiUrl, localSeeding } from '@chronicle/local'
import { defineCommand } from 'citty'
import { buildArtifacts } from '../build-artifacts.ts'
import { parsePort } from '../invalid-argument.ts'
import { DEFAULT_PORT, howToUse, startLastingStack } from '../stack.ts'
import {
  driverArgs,
  jsonArg,
  parsePrivateSources,
  privateSourceArgs,
  seedingArgs,
  torrentEngineArg,
} from './arguments.ts'

export const up = defineCommand({
  meta: { name: 'up', description: 'Start the local stack; it runs until `down` and keeps its jobs and recordings' },
  args: {
    port: { type: 'string', default: String(DEFAULT_PORT), description: 'port of the stack' },
    ...torrentEngineArg,
    ...driverArgs,
    ...privateSourceArgs,
    ...seedingArgs,
    ...jsonArg,
  },
  run: async ({ args }) => {
    const wanted = parsePort(args.port)
    const privateSources = parsePrivateSources(args['private-source'])
    await buildArtifacts()
    const say = args.json ? () => {} : (line: string) => console.log(line)
    const { pid, port, url, alreadyRunning } = await startLastingStack({
      port: wanted,
      anyPortIfTaken: false,
      torrentEngine: args['torrent-engine'],
      taskDriver: args.driver,
      privateSources,
      ...(args.seed && { seeding: { ...localSeeding, trackers: args.trackers.split(',').filter(Boolean) } }),
      say,
    })
    const api = apiUrl(url)
    if (args.json) return console.log(JSON.stringify({ pid, port, url, api, alreadyRunning }))
    console.log(alreadyRunning ? 'It was running already.' : `Started as process ${pid}.`)
    console.log(await howToUse(url))
  },
})
