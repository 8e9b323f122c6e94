import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/**
 * The processes that belong to a stack: those whose command line names its folder, or that run in it. By `ps`, with
 * `e` for the environment, which holds the folder of every engine and task. `marks` are looked for beside the folder.
 */
export async function processesOf(folder: string, ...marks: readonly string[]): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['axeww', '-o', 'pid=,command='], { maxBuffer: 64 * 1024 * 1024 })
  const lines = stdout
    .split('\n')
    .filter((line) => [folder, ...marks].every((mark) => line.includes(mark)) && !line.includes('ps axeww'))
  return lines.map((line) => Number.parseInt(line, 10)).filter((pid) => pid !== process.pid)
}
