import { execFile, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { hasCode } from '../../process/has-code.ts'

/** The docker command, in an environment in which it finds the engine that it finds in the user's shell. */
export interface Docker {
  /** Runs it and answers what it printed. @throws DockerFailed */
  run(...args: readonly string[]): Promise<string>
  /** Starts it and gives out what it prints as it comes: standard output and error. */
  follow(...args: readonly string[]): Readable[]
}

/** `message` is what docker said last. */
class DockerFailed extends Error {
  override readonly name = 'DockerFailed'
}

const MAX_OUTPUT = 16 * 1024 * 1024

export function createDocker(environment: Readonly<Record<string, string>>): Docker {
  const env = { ...environment }
  return {
    run: (...args) =>
      new Promise((resolve, reject) => {
        execFile('docker', [...args], { env, maxBuffer: MAX_OUTPUT }, (error, stdout, stderr) => {
          if (error) reject(failure(error, stderr))
          else resolve(stdout.trim())
        })
      }),
    follow(...args) {
      const child = spawn('docker', args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
      child.on('error', () => {}) // the command is gone: both streams are empty, and whoever runs it next is told
      return [child.stdout, child.stderr]
    },
  }
}

function failure(cause: Error, stderr: string): DockerFailed {
  if (hasCode(cause, 'ENOENT')) return new DockerFailed('the docker command is not on the PATH', { cause })
  const said = stderr.trim().split('\n').at(-1) || cause.message
  return new DockerFailed(said.replace(/^(docker: )?Error( response from daemon)?: /, ''), { cause })
}
