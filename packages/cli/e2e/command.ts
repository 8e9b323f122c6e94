import { type ChildProcess, spawn } from 'node:child_process'
import { clone } from '@chronicle/local'

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string }
export type Running = {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  said(text: string): Promise<void>
}

/** Runs an npm script of the clone as a user does, in a session of its own. */
export function npmRun(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Running {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
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
