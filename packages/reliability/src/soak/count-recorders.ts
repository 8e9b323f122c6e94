import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * How many recorders passed the fence, for each attempt of each job (`job/attempt`): each says so in its log, which only a process
 * that really ran can have written.
 */
export async function countRecorders(stateFolder: string): Promise<Map<string, number>> {
  const folder = join(stateFolder, 'logs', 'tasks')
  const counts = new Map<string, number>()
  for (const name of await readdir(folder)) {
    for (const line of (await readFile(join(folder, name), 'utf8')).split('\n')) {
      if (!line.includes('"message":"recording"')) continue
      const { jobId, attempt } = JSON.parse(line)
      const key = `${jobId}/${attempt}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  return counts
}
