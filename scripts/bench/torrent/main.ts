// `npm run bench:torrent`: how fast piece hashes are made, beside what else makes torrents. `--size 1G`, `--rounds 5`, `--json`;
// `--only http` one comparison; `--alone` nothing but ours, for its memory; `--sparse` a content that takes no memory itself.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bundle, root } from '../../bundle/bundle.ts'
import { asJson, asMarkdown, machine, type Report } from '../report.ts'
import { rounds, type Samples } from '../rounds.ts'
import { alone, comparisons, kinds } from './contenders.ts'
import { writeContent, writeHole } from './content.ts'
import { startFaults } from './faults.ts'
import { buildNoPoll } from './no-poll.ts'
import { type Program, programs, versionOf } from './programs.ts'
import { serve } from './serve.ts'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1G' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', multiple: true },
    alone: { type: 'boolean', default: false },
    sparse: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const [, amount, unit] = /^(\d+)([MG])$/.exec(values.size) ?? []
if (!amount) throw new Error(`--size is "${values.size}"; give a number and M or G, such as 1G`)
const size = Number(amount) * (unit === 'G' ? 2 ** 30 : 2 ** 20)
const count = Number(values.rounds)
if (!Number.isInteger(count) || count < 1) throw new Error(`--rounds is "${values.rounds}"; give a number from 1 up`)
for (const wish of values.only ?? [])
  if (!kinds.includes(wish)) throw new Error(`--only is "${wish}"; give one of ${kinds.join(', ')}`)

const names = Object.keys(programs) as Program[]
const versions = Object.fromEntries(names.flatMap((name) => (versionOf(name) ? [[name, versionOf(name) ?? '']] : [])))
const has = (program: Program) => program in versions
const missing = names.filter((name) => !has(name)).map((name) => `${name}, which is not here (${programs[name].get})`)

/** What the servers with faults have is in their memory, in bytes. */
const MOST_WITH_FAULTS = 2 ** 32

/** In memory, so that no disk is measured. */
const folder = await mkdtemp('/dev/shm/chronicle-bench-')
try {
  const before = machine()
  const content = join(folder, 'content')
  await (values.sparse ? writeHole : writeContent)(content, size)
  const ours = join(folder, 'ours.cjs')
  await writeFile(ours, (await bundle({ entryPoints: [join(root, 'scripts/bench/torrent/ours.ts')] })).code)
  await using server = has('nginx') ? await serve(folder) : undefined
  const memory = new Map<string, number>()
  await using faults = await startFaults(ours, Math.min(size, MOST_WITH_FAULTS))
  const sides = comparisons({
    ...{ folder, content, size, ours, server, has },
    noPoll: has('cc') ? buildNoPoll(folder) : undefined,
    onMemory: (name, rss) => memory.set(name, Math.max(rss, memory.get(name) ?? 0)),
  })
    .concat(faults)
    .filter(({ about }) => values.only?.includes(about) ?? true)
    .map((side) => (values.alone ? alone(side) : side))
  const samples: Record<string, readonly number[]> = {}
  for (const { contenders } of sides) {
    const measured: Samples = await rounds(contenders, count, (round) =>
      process.stderr.write(`\rround ${round} of ${count} `),
    )
    Object.assign(samples, measured)
  }
  process.stderr.write('\n')
  const report: Report = {
    date: new Date().toISOString().slice(0, 10),
    command: `npm run bench:torrent -- ${process.argv.slice(2).join(' ')}`.replace(/ -- $/, ''),
    machine: { ...before, loadAfterwards: machine().load },
    versions: { Node: process.version, ...versions },
    unit: 'ms',
    samples,
    goals: sides.flatMap(({ goals }) => goals),
    missing,
  }
  const peaks = [...memory].map(([name, rss]) => `${name} ${rss} MB`).join(', ')
  console.log(values.json ? asJson(report) : `${asMarkdown(report)}\n\nPeak memory: ${peaks}.`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
