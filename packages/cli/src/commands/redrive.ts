import type { Redrive } from '@chronicle/core'
import { defineCommand } from 'citty'
import { InvalidArgument } from '../invalid-argument.ts'
import { apiArgs, jsonArg, openApi } from './arguments.ts'

export const redrive = defineCommand({
  meta: {
    name: 'redrive',
    description: 'Try jobs again whose messages are dead letters: the one named, or all of them',
  },
  args: {
    id: { type: 'positional', required: false, description: 'id of the job' },
    all: { type: 'boolean', default: false, description: 'every job whose message is a dead letter' },
    ...apiArgs,
    ...jsonArg,
  },
  run: async ({ args }) => {
    if (args.all === (args.id !== undefined)) throw new InvalidArgument('give the id of a job, or --all')
    const api = await openApi(args)
    const tally = { redriven: 0, notRedriven: 0 }
    let cursor: string | undefined
    do {
      const outcome = await api.redrive({ jobId: args.id, cursor })
      tally.redriven += outcome.redriven.length
      tally.notRedriven += outcome.notRedriven.length
      for (const line of args.json ? [JSON.stringify(outcome)] : linesOf(outcome)) console.log(line)
      cursor = outcome.nextCursor
    } while (cursor !== undefined)
    if (!args.json) console.log(`${tally.redriven} redriven, ${tally.notRedriven} not`)
    if (tally.notRedriven > 0) process.exitCode = 1
  },
})

const linesOf = ({ redriven, notRedriven }: Redrive): readonly string[] => [
  ...redriven.map(({ jobId, attempt }) => `redriven  ${jobId}  attempt ${attempt}`),
  ...notRedriven.map(({ jobId, code, reason }) => `not       ${jobId}  ${code}: ${reason}`),
]
