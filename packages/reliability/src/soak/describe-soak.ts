import type { Progress, SoakResult } from './soak-result.ts'

const whole = (count: number) => count.toLocaleString('en-US')
const seconds = (count: number) => `${count.toFixed(1)} s`
const minutes = (count: number) => `${Math.floor(count / 60)} min ${String(Math.floor(count % 60)).padStart(2, '0')} s`
const sum = (counts: object) => Object.values(counts).reduce((total, count) => total + Number(count), 0)

export function describeProgress({ seconds: since, accepted, ended, restarts, calls, faults }: Progress): string {
  return `${minutes(since)}: ${accepted} accepted, ${ended} ended; ${calls} calls, ${sum(faults)} broken; dispatcher killed ${restarts} times`
}

/** The command that repeats it. */
export function commandOf({ options }: Pick<SoakResult, 'options'>): string {
  const {
    jobs,
    minutes: limit,
    seed,
    sqsShare,
    perSecond,
    atOnce,
    streams,
    faultShare,
    secondsBetweenRestarts,
  } = options
  return `npm run soak -- --jobs ${jobs} --minutes ${limit} --seed ${seed} --sqs ${sqsShare} --per-second ${perSecond} --at-once ${atOnce} --streams ${streams} --faults ${faultShare} --restarts ${secondsBetweenRestarts}`
}

/** A soak's figures as Markdown: for a terminal as it is, and for docs/reliability.md. */
export function describeSoak(result: SoakResult): string {
  const {
    accepted,
    lost,
    unfinished,
    recordedTwice,
    recordersPastFence,
    queueToLaunch,
    calls,
    faults,
    restarts,
    refusals,
  } = result
  const bySqs = accepted.filter(({ way }) => way === 'SQS').length
  const kinds = Object.entries(faults).map(([fault, count]) => `${fault} ${count}`)
  const few = (ids: readonly string[]) => (ids.length > 0 ? `: ${ids.slice(0, 20).join(', ')}` : '')
  const rows: [string, string][] = [
    [
      'jobs accepted',
      `${whole(accepted.length)} of ${whole(result.options.jobs)}: ${whole(accepted.length - bySqs)} by REST, ${whole(bySqs)} by SQS`,
    ],
    ['lost', `${lost.length}${few(lost)}`],
    ['not ended when the time was over', `${unfinished.length}${few(unfinished)}`],
    ['recorded twice', `${recordedTwice.length}${few(recordedTwice)}`],
    ['recorders that passed the fence', whole(recordersPastFence)],
    [
      'from submission to launch',
      `p50 ${seconds(queueToLaunch.p50)}, p99 ${seconds(queueToLaunch.p99)}, longest ${seconds(queueToLaunch.longest)}`,
    ],
    ['calls of the functions to AWS', `${whole(calls)}, of them broken ${whole(sum(faults))} (${kinds.join(', ')})`],
    ['dispatcher killed', `${restarts} times`],
    ['callers of the API who had to ask again', `${refusals} times`],
    ['time', minutes(result.seconds)],
    ...[...result.ends].map(([end, count]): [string, string] => [end, whole(count)]),
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const valueWidth = Math.max(...rows.map(([, value]) => value.length))
  const line = (name: string, value: string) => `| ${name.padEnd(width)} | ${value.padEnd(valueWidth)} |`
  return [
    line('', ''),
    `| ${'-'.repeat(width)} | ${'-'.repeat(valueWidth)} |`,
    ...rows.map((row) => line(...row)),
  ].join('\n')
}
