import { defineCommand } from 'citty'
import { createApiClient } from '../api-client.ts'
import { describeJob, describeStages } from '../describe-job.ts'
import { apiArgs, jsonArg, resolveApiUrl } from './arguments.ts'

export const job = defineCommand({
  meta: { name: 'job', description: 'Show a job' },
  args: { id: { type: 'positional', required: true, description: 'id of the job' }, ...apiArgs, ...jsonArg },
  run: async ({ args }) => {
    const found = await createApiClient(await resolveApiUrl(args)).job(args.id)
    console.log(
      args.json ? JSON.stringify(found) : [describeJob(found), describeStages(found)].filter(Boolean).join('\n\n'),
    )
  },
})
