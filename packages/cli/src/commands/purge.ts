import { defineCommand } from 'citty'
import { apiArgs, idArg, jsonArg, openApi } from './arguments.ts'

export const purge = defineCommand({
  meta: { name: 'purge', description: 'Delete a job that has ended, with its recordings and torrents, for good' },
  args: { ...idArg, ...apiArgs, ...jsonArg },
  run: async ({ args }) => {
    await (await openApi(args)).purge(args.id)
    console.log(args.json ? JSON.stringify({ purged: args.id }) : `Deleted job ${args.id} and all that it made.`)
  },
})
