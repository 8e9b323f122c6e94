import { EngineNotReady, PortInUse, StackFailed, StackWillNotStop } from '@chronicle/local'
import { MetainfoError } from '@chronicle/torrent'
import { type ArgsDef, type CommandDef, runCommand, runMain } from 'citty'
import { ApiError } from './api-client.ts'
import { JobFailed } from './demo/job-failed.ts'
import { Interrupted } from './interruption.ts'
import { InvalidArgument } from './invalid-argument.ts'

/** What the user can mend: the message alone helps, a stack would hide it. */
const expected = [
  ApiError,
  EngineNotReady,
  Interrupted,
  InvalidArgument,
  JobFailed,
  MetainfoError,
  PortInUse,
  StackFailed,
  StackWillNotStop,
]

/**
 * Runs a command with this process's arguments. What the user can mend is said in a line, with exit code 1; an interruption
 * ends with the code that a shell expects; a fault of ours comes with its stack.
 */
export async function runProgram<Args extends ArgsDef>(command: CommandDef<Args>): Promise<void> {
  const given = process.argv.slice(2)
  // Without a subcommand there is nothing to run, so its absence asks for help too.
  const rawArgs = given.length === 0 && command.subCommands ? ['--help'] : given
  if (rawArgs.includes('--help') || rawArgs.includes('-h')) return runMain(command, { rawArgs })
  try {
    await runCommand(command, { rawArgs })
  } catch (error) {
    const cause = error instanceof Error && error.name === 'AbortError' ? error.cause : error
    console.error(describe(cause))
    process.exit(cause instanceof Interrupted ? cause.exitCode : 1)
  }
  process.exit(process.exitCode ?? 0)
}

function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  // The command line library's own error: an argument is missing or unknown.
  const isExpected = error.name === 'CLIError' || expected.some((kind) => error instanceof kind)
  return isExpected ? error.message : error.stack
}
