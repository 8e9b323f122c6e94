import { defineCommand } from 'citty'
import { describeJob } from '../describe-job.ts'
import { apiArgs, idArg, jsonArg, openApi } from './arguments.ts'

export const cancel = defineCommand({
  meta: { name: 'cancel', description: 'Stop a job; what was recorded is kept' },
  args: { ...idArg, ...apiArgs, ...jsonArg },
  run: async ({ args }) => {
    const job = await (await openApi(args)).cancel(args.id)
    console.log(args.json ? JSON.stringify(job) : describeJob(job))
  },
})
