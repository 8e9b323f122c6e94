import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Runs a program, and answers how long that took in milliseconds, and what it printed. */
export async function timed(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly ms: number; readonly output: string }> {
  const began = performance.now()
  const { stdout } = await execute(program, args, { env: { ...process.env, ...environment }, maxBuffer: 2 ** 26 })
  return { ms: performance.now() - began, output: stdout }
}

/** The programs that are compared with, how to ask for their version, and how to have them. */
export const programs = {
  'transmission-create': { ask: ['--version'], get: 'apt install transmission-cli' },
  mktorrent: { ask: ['-h'], get: 'apt install mktorrent' },
  mkbrr: { ask: ['version'], get: 'go install github.com/autobrr/mkbrr@latest' },
  'create-torrent': { ask: ['--help'], get: 'npm install --global create-torrent' },
  openssl: { ask: ['version'], get: 'apt install openssl' },
  curl: { ask: ['--version'], get: 'apt install curl' },
  nginx: { ask: ['-v'], get: 'apt install nginx-light' },
  cc: { ask: ['--version'], get: 'apt install gcc' },
} as const

export type Program = keyof typeof programs

/** The first line that a program says of itself; undefined where it is not on this machine. */
export function versionOf(program: Program): string | undefined {
  const { error, stdout, stderr } = spawnSync(program, programs[program].ask, { encoding: 'utf8' })
  return error ? undefined : (/\d[\w.+-]*\.[\w.+-]*/.exec(stdout + stderr)?.[0] ?? 'of no version')
}
