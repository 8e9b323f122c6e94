import { type ArgsDef, type CommandDef, runCommand, runMain } from 'citty'
import { ApiError } from './api-client.ts'
import { Interrupted } from './interruption.ts'

/**
 * Runs a command with this process's arguments. What the user can mend is said in a line, with exit code 1; an interruption
 * ends with the code that a shell expects; a fault of ours comes with its stack.
 */
export async function runProgram<Args extends ArgsDef>(command: CommandDef<Args>): Promise<void> {
  const rawArgs = process.argv.slice(2)
  if (rawArgs.some((argument) => argument === '--help' || argument === '-h')) return runMain(command, { rawArgs })
  try {
    await runCommand(command, { rawArgs })
  } catch (error) {
    report(error)
    process.exit(error instanceof Interrupted ? error.exitCode : 1)
  }
  process.exit(process.exitCode ?? 0)
}

function report(error: unknown): void {
  const cause = error instanceof Error && error.name === 'AbortError' ? error.cause : error
  if (!(cause instanceof Error)) throw cause
  const isExpected = cause instanceof ApiError || cause instanceof Interrupted || 'code' in cause
  console.error(isExpected ? cause.message : cause.stack)
}
