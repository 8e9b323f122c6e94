import { defineCommand } from 'citty'
import { describeJob, describeStages } from '../describe-job.ts'
import { apiArgs, idArg, jsonArg, openApi } from './arguments.ts'

export const job = defineCommand({
  meta: { name: 'job', description: 'Show a job' },
  args: { ...idArg, ...apiArgs, ...jsonArg },
  run: async ({ args }) => {
    const found = await (await openApi(args)).job(args.id)
    console.log(
      args.json ? JSON.stringify(found) : [describeJob(found), describeStages(found)].filter(Boolean).join('\n\n'),
    )
  },
})
