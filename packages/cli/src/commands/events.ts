import { defineCommand } from 'citty'
import { apiArgs, idArg, jsonArg, openApi } from './arguments.ts'

export const events = defineCommand({
  meta: { name: 'events', description: "Show a job's last transitions, the oldest of them first" },
  args: { ...idArg, ...apiArgs, ...jsonArg },
  run: async ({ args }) => {
    const { items } = await (await openApi(args)).events(args.id)
    for (const event of items) {
      const { at, attempt, status, reason = '' } = event
      console.log(
        args.json ? JSON.stringify(event) : `${at}  attempt ${attempt}  ${status.padEnd(16)}  ${reason}`.trimEnd(),
      )
    }
  },
})
