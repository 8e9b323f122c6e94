import { defineCommand } from 'citty'
import { describeJob } from '../describe-job.ts'
import { watchJob } from '../watch-job.ts'
import { apiArgs, idArg, jsonArg, openApi, watchArg } from './arguments.ts'

export const retry = defineCommand({
  meta: {
    name: 'retry',
    description: 'Try a job again that failed, was cancelled or has only a part; what was recorded is kept',
  },
  args: { ...idArg, ...watchArg, ...apiArgs, ...jsonArg },
  run: async ({ args }) => {
    const api = await openApi(args)
    const job = await api.retry(args.id)
    if (args.watch) await watchJob(api, job.jobId, args)
    else console.log(args.json ? JSON.stringify(job) : describeJob(job))
  },
})
