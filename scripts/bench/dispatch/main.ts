// `npm run bench:dispatch`: how long dispatch-to-ecs takes to start, beside what it could be. `--rounds 40`, `--json`, `--python path`.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { asJson, asMarkdown, type Goal, machine, type Report } from '../report.ts'
import { rounds } from '../rounds.ts'
import { BARE, contenders, OURS, PYTHON, UNBUNDLED } from './contenders.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
    python: { type: 'string', default: 'python3' },
  },
})
const count = Number(values.rounds)
if (!Number.isInteger(count) || count < 1) throw new Error(`--rounds is "${values.rounds}"; give a number from 1 up`)

/** The version of boto3 that this Python has, or undefined where it has none. */
function boto3(python: string): string | undefined {
  const { status, stdout } = spawnSync(python, ['-c', 'import boto3; print(boto3.__version__)'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

const version = boto3(values.python)
const folder = await mkdtemp(join(tmpdir(), 'chronicle-bench-'))
try {
  const about = machine()
  const sides = await contenders(folder, version && values.python)
  const samples = await rounds(sides, count, (round) => process.stderr.write(`\rround ${round} of ${count} `))
  process.stderr.write('\n')
  const goals: Goal[] = [
    { of: OURS, to: BARE, atMost: 1.15 },
    { of: OURS, to: UNBUNDLED, atMost: 0.7 },
    ...(version === undefined ? [] : [{ of: OURS, to: PYTHON, atMost: 0.35 }]),
  ]
  const report: Report = {
    date: new Date().toISOString().slice(0, 10),
    command: `npm run bench:dispatch -- --rounds ${count}`,
    machine: about,
    versions: {
      Node: process.version,
      ...(version && {
        boto3: `${version} on ${execFileSync(values.python, ['--version'], { encoding: 'utf8' }).trim()}`,
      }),
    },
    unit: 'ms until started',
    samples,
    goals,
    missing: version === undefined ? [`${PYTHON}: ${values.python} has no boto3 (pip install boto3; --python)`] : [],
  }
  console.log(values.json ? asJson(report) : asMarkdown(report))
} finally {
  await rm(folder, { recursive: true, force: true })
}
