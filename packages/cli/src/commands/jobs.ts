import { defineCommand } from 'citty'
import { bytes } from '../format.ts'
import { apiArgs, jsonArg, openApi } from './arguments.ts'

export const jobs = defineCommand({
  meta: { name: 'jobs', description: 'List jobs, newest first' },
  args: {
    status: { type: 'string', description: 'only those of this status, for example FAILED' },
    limit: { type: 'string', default: '20', description: 'at most so many' },
    cursor: { type: 'string', description: 'go on after a page' },
    ...apiArgs,
    ...jsonArg,
  },
  run: async ({ args }) => {
    const query = {
      limit: args.limit,
      ...(args.status && { status: args.status }),
      ...(args.cursor && { cursor: args.cursor }),
    }
    const page = await (await openApi(args)).jobs(query)
    if (args.json) return console.log(JSON.stringify(page))
    if (page.items.length === 0) console.log('no jobs')
    for (const job of page.items) {
      const outcome = job.errorCode ?? (job.size === undefined ? '' : bytes(job.size))
      console.log([job.createdAt, job.status.padEnd(16), job.jobId, outcome, job.url ?? ''].join('  '))
    }
    if (page.nextCursor) console.log(`\nmore: --cursor ${page.nextCursor}`)
  },
})
