import { defineCommand } from 'citty'
import { down } from './commands/down.ts'
import { job } from './commands/job.ts'
import { jobs } from './commands/jobs.ts'
import { provision } from './commands/provision.ts'
import { submit } from './commands/submit.ts'
import { up } from './commands/up.ts'
import { runProgram } from './run-program.ts'

await runProgram(
  defineCommand({
    meta: {
      name: 'chronicle',
      description: 'Records any livestream into your own AWS account, with a torrent beside it.',
    },
    subCommands: { up, down, submit, jobs, job, provision },
  }),
)
