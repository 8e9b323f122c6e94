import { defineCommand } from 'citty'
import { backfill } from './commands/backfill.ts'
import { cancel } from './commands/cancel.ts'
import { down } from './commands/down.ts'
import { events } from './commands/events.ts'
import { health } from './commands/health.ts'
import { job } from './commands/job.ts'
import { jobs } from './commands/jobs.ts'
import { provision } from './commands/provision.ts'
import { purge } from './commands/purge.ts'
import { redrive } from './commands/redrive.ts'
import { retry } from './commands/retry.ts'
import { submit } from './commands/submit.ts'
import { torrent } from './commands/torrent.ts'
import { up } from './commands/up.ts'
import { runProgram } from './run-program.ts'

await runProgram(
  defineCommand({
    meta: {
      name: 'chronicle',
      description: 'Records any livestream into your own AWS account, with a torrent beside it.',
    },
    subCommands: {
      up,
      down,
      submit,
      jobs,
      job,
      events,
      cancel,
      retry,
      purge,
      redrive,
      health,
      torrent,
      backfill,
      provision,
    },
  }),
)
