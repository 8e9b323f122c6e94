import { defineCommand } from 'citty'
import { describeJob } from '../describe-job.ts'
import { watchJob } from '../watch-job.ts'
import { apiArgs, jsonArg, openApi, watchArg } from './arguments.ts'

export const submit = defineCommand({
  meta: { name: 'submit', description: 'Ask for a stream to be recorded' },
  args: {
    url: { type: 'positional', required: true, description: 'http(s) URL of the stream' },
    filename: { type: 'string', description: 'name of the recording' },
    id: { type: 'string', description: 'id of the job; the same id with the same request is the same job' },
    'start-at': { type: 'string', description: 'not to be recorded before this time, such as 2026-03-04T20:15:00Z' },
    ...watchArg,
    ...apiArgs,
    ...jsonArg,
  },
  run: async ({ args }) => {
    const api = await openApi(args)
    const request = {
      url: args.url,
      ...(args.filename && { filename: args.filename }),
      ...(args.id && { jobId: args.id }),
      ...(args['start-at'] && { startAt: args['start-at'] }),
    }
    const job = await api.submit(request)
    if (args.watch) await watchJob(api, job.jobId, args)
    else console.log(args.json ? JSON.stringify(job) : describeJob(job))
  },
})
