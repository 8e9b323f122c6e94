import { readFile } from 'node:fs/promises'

/** The last `count` lines of a log file, or an empty string when there is no such file. */
export async function lastLogLines(file: string, count = 20): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
