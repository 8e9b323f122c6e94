import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { RecordingFailed } from '../failures.ts'
import type { ToolUser } from './tool-user.ts'

export type ToolExit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

export type Tool = {
  readonly child: ChildProcess
  /** Settles when the process is gone and its pipes are empty. Never rejects. */
  readonly exited: Promise<ToolExit>
}

/** What a tool gets to see: nothing of AWS, nothing of the recorder's own settings. */
export type ToolEnvironment = {
  readonly PATH: string
  readonly HOME: string
  readonly SSL_CERT_FILE?: string
  readonly http_proxy?: string
  readonly https_proxy?: string
}

/** As what a tool is started. */
export type ToolUse = { readonly environment: ToolEnvironment; readonly user?: ToolUser | undefined }

/** Starts a program of the PATH without a shell. Throws RecordingFailed (TOOL_MISSING) where it cannot be started. */
export async function startTool(
  name: string,
  parameters: readonly string[],
  { environment, user }: ToolUse,
  options: Pick<SpawnOptions, 'stdio' | 'detached'>,
): Promise<Tool> {
  const child = spawn(name, parameters, { ...options, ...user, env: { ...environment } })
  const exited = new Promise<ToolExit>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })))
  try {
    await once(child, 'spawn')
  } catch (error) {
    throw new RecordingFailed(
      'TOOL_MISSING',
      `"${name}" could not be started; install it and put its folder on the recorder's PATH`,
      { cause: error },
    )
  }
  return { child, exited }
}
