// The soak by command: many jobs, faults and restarts, one table; `npm run soak -- --help` says what can be chosen.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { clone } from '@chronicle/local'
import { commandOf, describeProgress, describeSoak } from './describe-soak.ts'
import { runSoak } from './run-soak.ts'
import type { Progress } from './soak-result.ts'
import { writeFigures } from './write-figures.ts'

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    sqs: { type: 'string', default: '0.5' },
    'per-second': { type: 'string', default: '2' },
    'at-once': { type: 'string', default: '40' },
    streams: { type: 'string', default: '20' },
    faults: { type: 'string', default: '0.1' },
    restarts: { type: 'string', default: '30' },
    write: { type: 'boolean', default: false },
  },
})

if (values.help) {
  console.log(`npm run soak -- [options]: jobs through REST and SQS on the local stack, while calls to AWS fail and the dispatcher is killed

  --jobs 1000         how many
  --minutes 30        at most so long; what has not ended then is a failure too
  --seed N            draws the same jobs, faults and restarts again; printed at the start
  --sqs 0.5           the share that comes by SQS
  --per-second 2      so many are submitted a second at most
  --at-once 40        so many are open at most; then no more are submitted
  --streams 20        how many of them are really recorded; the others' streams are gone
  --faults 0.1        the share of the functions' calls to AWS that is broken
  --restarts 30       about so many seconds between two kills of the dispatcher
  --write             puts the figures into docs/reliability.md`)
  process.exit(0)
}

const number = (name: Exclude<keyof typeof values, 'help' | 'write'>) => {
  const value = Number(values[name])
  if (Number.isFinite(value) && value >= 0) return value
  console.error(`--${name} is "${values[name]}"; it has to be a number, 0 or more`)
  process.exit(1)
}
const options = {
  jobs: number('jobs'),
  minutes: number('minutes'),
  seed: number('seed'),
  sqsShare: number('sqs'),
  perSecond: number('per-second'),
  atOnce: number('at-once'),
  streams: number('streams'),
  faultShare: number('faults'),
  secondsBetweenRestarts: number('restarts'),
}

await promisify(execFile)(process.execPath, [join(clone.root, 'scripts/build.ts')], { cwd: clone.root })
console.log(`${commandOf({ options })}\n`)
let shown = 0
const interruption = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interruption.abort(signal))
const result = await runSoak(options, show, interruption.signal).catch((error: unknown) => {
  if (!interruption.signal.aborted) throw error
  console.error(`given up: ${interruption.signal.reason}`)
  process.exit(130)
})
console.log(`\n${describeSoak(result)}`)
console.log(`\nLongest from submission to launch, ${result.slowest}:\n\n${result.ofSlowest.join('\n')}`)
if (values.write) await writeFigures(result)
const { accepted, lost, unfinished, recordedTwice } = result
const isWhole = accepted.length === options.jobs && unfinished.length === 0
process.exit(isWhole && lost.length + recordedTwice.length === 0 ? 0 : 1)

function show(progress: Progress): void {
  if (progress.seconds - shown < 10) return
  shown = progress.seconds
  console.log(describeProgress(progress))
}
