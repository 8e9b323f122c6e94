import { defineCommand } from 'citty'
import { describeJob } from '../describe-job.ts'
import { InvalidArgument } from '../invalid-argument.ts'
import { watchJob } from '../watch-job.ts'
import { apiArgs, jsonArg, openApi } from './arguments.ts'

export const backfill = defineCommand({
  meta: {
    name: 'backfill',
    description: 'Have the torrents made of objects that were in the bucket before, or whose torrents are gone',
  },
  args: {
    prefix: { type: 'positional', required: false, description: 'what their keys begin with, such as films/2024/' },
    all: { type: 'boolean', default: false, description: 'all objects of the bucket' },
    wait: {
      type: 'boolean',
      default: true,
      description: 'show the progress until all of them have been ordered',
      negativeDescription: 'only have it begun',
    },
    ...apiArgs,
    ...jsonArg,
  },
  run: async ({ args }) => {
    const { all, prefix = '', wait, json } = args
    if (all === (prefix !== ''))
      throw new InvalidArgument('give what the keys begin with, or --all for the whole bucket')
    if (/^s3:/i.test(prefix))
      throw new InvalidArgument(`"${prefix}" names a bucket; give the beginning of keys alone: the bucket is the API's`)
    const api = await openApi(args)
    const order = await api.orderBackfill(prefix)
    const { bucket, jobId } = order
    if (!wait && json) return console.log(JSON.stringify(order))
    console.error(`the backfill of s3://${bucket}/${prefix} ${begun[order.backfill]}, as job ${jobId}`)
    if (!wait) return console.log(`${describeJob(await api.job(jobId))}\n${howToUse(jobId)}`)
    const last = await watchJob(api, jobId, args).catch((error: unknown) => {
      console.error(howToUse(jobId))
      throw error
    })
    if (!last.backfill?.failed) return
    console.error('the log of s3-torrent-creator names those that failed; the same command tries them again')
    process.exitCode = 1
  },
})

const begun = { started: 'has begun', running: 'is going on already' } as const

const howToUse = (jobId: string) =>
  `It goes on by itself. To see how far it is: npm run chronicle -- job ${jobId}\nTo stop it: npm run chronicle -- cancel ${jobId}`
