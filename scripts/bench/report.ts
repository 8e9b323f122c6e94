import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os'
import type { Samples } from './rounds.ts'
import { ratio, type Spread, spread } from './spread.ts'

/** What a ratio of two contenders is to be at most, or at least. */
export type Goal = { readonly of: string; readonly to: string; readonly atMost?: number; readonly atLeast?: number }

export type Report = {
  readonly date: string
  readonly command: string
  readonly machine: Readonly<Record<string, string | number>>
  readonly versions: Readonly<Record<string, string>>
  readonly unit: string
  readonly samples: Samples
  readonly goals: readonly Goal[]
  /** Contenders that are not on this machine, and how to have them. */
  readonly missing: readonly string[]
}

/** The machine, and how busy it was when it was asked. */
export const machine = () => ({
  processor: cpus()[0]?.model ?? 'unknown',
  processors: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  kernel: release(),
  load: loadavg()[0]?.toFixed(2) ?? '',
})

const numbers = ({ min, median, max }: Spread, digits: number) =>
  [min, median, max].map((value) => value.toFixed(digits)).join(' / ')

const wanted = ({ atMost, atLeast }: Goal) => (atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`)

/** As it stands in docs/benchmarks.md: min / median / max of everything. */
export function asMarkdown(report: Report, digits = 0): string {
  const { samples, goals, unit } = report
  const facts = (about: object) =>
    Object.entries(about)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')
  const rows = Object.entries(samples).map(([name, values]) => `| ${name} | ${numbers(spread(values), digits)} |`)
  const ratios = goals.map((goal) => {
    const measured = numbers(ratio(samples, goal.of, goal.to), 2)
    return `| ${goal.of} | ${goal.to} | ${measured} | ${wanted(goal)} |`
  })
  return [
    `${report.date}, \`${report.command}\`. ${facts(report.machine)}. ${facts(report.versions)}.`,
    [`|  | ${unit}, min / median / max |`, '| --- | --- |', ...rows].join('\n'),
    ['| this | to that | ratio, min / median / max | wanted |', '| --- | --- | --- | --- |', ...ratios].join('\n'),
    ...report.missing.map((what) => `Not measured: ${what}.`),
  ].join('\n\n')
}

export const asJson = (report: Report): string =>
  JSON.stringify({
    ...report,
    ratios: report.goals.map((goal) => ({ ...goal, ...ratio(report.samples, goal.of, goal.to) })),
  })
