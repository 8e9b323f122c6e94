import { defineCommand } from 'citty'
import { apiArgs, jsonArg, openApi } from './arguments.ts'

export const health = defineCommand({
  meta: { name: 'health', description: 'Ask the API whether it, its table and its queue answer' },
  args: { ...apiArgs, ...jsonArg },
  run: async ({ args }) => {
    const found = await (await openApi(args)).health()
    console.log(args.json ? JSON.stringify(found) : `${found.status}, version ${found.version}, on ${found.engine}`)
  },
})
