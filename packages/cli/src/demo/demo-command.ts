import { join } from 'node:path'
import { clone } from '@chronicle/local'
import { defineCommand } from 'citty'
import { driverArgs } from '../commands/arguments.ts'
import { interruption } from '../interruption.ts'
import { runDemo } from './run-demo.ts'

export const demo = defineCommand({
  meta: {
    name: 'npm run demo --',
    description: 'Records a stream on this machine, from the API call to the torrent: a live sample, or the URL given.',
  },
  args: {
    url: {
      type: 'positional',
      required: false,
      description: 'http(s) URL of a stream; without it a sample of about 20 s',
    },
    output: {
      type: 'string',
      default: join(clone.root, 'recordings'),
      description: 'folder for the recording and its torrent',
    },
    ...driverArgs,
    keep: { type: 'boolean', default: false, description: 'leave the local stack running afterwards' },
  },
  run: ({ args }) =>
    runDemo(
      { ...(args.url && { url: args.url }), keep: args.keep, output: args.output, taskDriver: args.driver },
      interruption(),
    ),
})
