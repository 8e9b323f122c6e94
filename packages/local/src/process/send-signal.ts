import { hasCode } from './has-code.ts'

/**
 * Signals a process, or with a negative id a whole process group. Says whether there was anything to signal: a
 * process that has ended meanwhile is no error, nor is one that belongs to another user and so cannot be ours (macOS
 * also answers EPERM for a group of which only zombies are left).
 */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch (error) {
    if (hasCode(error, 'ESRCH', 'EPERM')) return false
    throw error
  }
}

/** Whether a process with this id exists. It may be another one than the one remembered: ids are used again. */
export function isAlive(pid: number): boolean {
  return sendSignal(pid, 0)
}
