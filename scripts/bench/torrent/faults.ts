import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Comparison } from './contenders.ts'
import { timed } from './programs.ts'

const program = fileURLToPath(new URL('./faulty-servers.ts', import.meta.url))
/** About how many bytes are asked for at a time. One request of a hundred is broken; of fewer, one too: of 1 GiB's 64. */
const SPAN = 16 * 2 ** 20

/** What of an answer is broken, by what the servers call it. A stall costs what is waited before it counts as one. */
const measured = {
  'resets in the body': 'reset',
  'is 500': '500',
  'is throttled': 'throttled',
  'is expired': 'expired signature',
  'is short': 'short',
  'is long': 'long',
  'is another range': 'wrong range',
  'stalls in the body': 'stalled for 2 s',
} as const

/** How much longer it takes where more than 1 % of the GETs fail, by each way of failing. `ours` is the program that is measured. */
export async function startFaults(ours: string, size: number): Promise<Comparison & AsyncDisposable> {
  const servers = spawn(process.execPath, [program, String(size), String(Math.min(Math.floor(size / SPAN), 100))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(servers.stdout), 'line')
  const urls: Readonly<Record<string, string>> = JSON.parse(line)
  const contender = (name: string, fault: string) => ({
    name,
    run: async () => {
      const { ms, output } = await timed(process.execPath, [ours, 'url', urls[fault] ?? '', String(size)])
      const { surprises } = JSON.parse(output)
      if (surprises > 0 !== (fault !== 'none')) throw new Error(`${name}: there were ${surprises} surprises`)
      return ms
    },
  })
  const clean = 'faults: none'
  const broken = Object.entries(measured).map(([fault, what]) => contender(`faults: ${what}`, fault))
  return {
    about: 'faults',
    contenders: [contender(clean, 'none'), ...broken],
    goals: broken.map(({ name }) => ({ of: name, to: clean, atMost: 1.05 })),
    [Symbol.asyncDispose]: async () => {
      const ended = once(servers, 'exit')
      servers.kill()
      await ended
    },
  }
}
