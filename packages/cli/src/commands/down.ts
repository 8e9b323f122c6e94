import { stopStack } from '@chronicle/local'
import { defineCommand } from 'citty'
import { stateFolder } from '../stack.ts'
import { jsonArg } from './arguments.ts'

export const down = defineCommand({
  meta: { name: 'down', description: 'Stop the local stack; running recordings are finished and kept' },
  args: jsonArg,
  run: async ({ args }) => {
    const result = await stopStack(stateFolder())
    if (args.json) return console.log(JSON.stringify(result))
    if (!result.stopped) return console.log('No local stack of this clone is running.')
    console.log(
      `Stopped the stack at ${result.url} in ${result.seconds.toFixed(1)} s. Its jobs and recordings are kept in ${stateFolder()}.`,
    )
  },
})
