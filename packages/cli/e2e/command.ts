import { type ChildProcess, spawn } from 'node:child_process'
import { clone } from '@chronicle/local'

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }
export type Running = {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  said(text: string): Promise<void>
}

type Environment = Readonly<Record<string, string>>

/** Runs an npm script of the clone, as a user does. */
export const npmRun = (script: string, args: readonly string[], environment: Environment): Running =>
  run('npm', ['run', '--silent', script, '--', ...args], environment)

/** Runs the `chronicle` command as its npm script does, without npm around it. */
export const chronicle = (args: readonly string[], environment: Environment): Running =>
  run(process.execPath, ['scripts/run.mjs', 'packages/cli/src/main.ts', ...args], environment)

/** In a session of its own, so that it can be signalled as a terminal does it: the whole group at once. */
function run(command: string, args: readonly string[], environment: Environment): Running {
  const child = spawn(command, args, {
    cwd: clone.root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].on('data', (chunk) => {
      output[stream] += chunk
    })
  }
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...output })))
  const said = async (text: string) => {
    while (!output.stdout.includes(text)) {
      if (child.exitCode !== null) throw new Error(`ended without saying "${text}": ${output.stdout}${output.stderr}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  return { child, ended, said }
}
