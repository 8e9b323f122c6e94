import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/**
 * The processes that belong to a stack: those whose command line names its folder, or that run in it. By `ps`, with
 * `e` for the environment, which holds the folder of every engine and task.
 */
export async function processesOf(folder: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['axeww', '-o', 'pid=,command='], { maxBuffer: 64 * 1024 * 1024 })
  const lines = stdout.split('\n').filter((line) => line.includes(folder) && !line.includes('ps axeww'))
  return lines.map((line) => Number.parseInt(line, 10)).filter((pid) => pid !== process.pid)
}
