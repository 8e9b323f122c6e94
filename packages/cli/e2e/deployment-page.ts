import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The commands of a page's section, in order: what stands in its blocks of bash. */
export async function commandsOf(root: string, page: string, heading: string): Promise<string[]> {
  const text = await readFile(join(root, page), 'utf8')
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`))
  if (section === undefined) throw new Error(`${page} has no section "${heading}"`)
  return [...section.matchAll(/^ *```bash\n([\s\S]*?)^ *```$/gm)].map(([, commands]) => dedent(commands ?? ''))
}

const dedent = (commands: string) => commands.replaceAll(/^ {0,3}/gm, '')

export type Shell = {
  /** Runs commands as they stand; answers all that they printed. Rejects where one of them fails, and the shell is over then. */
  run(commands: string): Promise<string>
  close(): void
}

/** One shell for a whole page, since what a command sets the next one uses. */
export function openShell(cwd: string, env: NodeJS.ProcessEnv): Shell {
  const shell = spawn('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail'], { cwd, env, stdio: 'pipe' })
  let printed = ''
  let heard = () => {}
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      heard()
    })
  }
  const ended = new Promise<never>((_, reject) => {
    shell.once('close', (code) => reject(new Error(`the shell ended with ${code}:\n${printed}`)))
  })
  ended.catch(() => {}) // heard of by the run that waits for it, if one does
  async function run(commands: string): Promise<string> {
    const end = `::done ${randomUUID()}`
    printed = ''
    const done = new Promise<void>((resolve) => {
      heard = () => printed.includes(end) && resolve()
    })
    shell.stdin.write(`${commands}\necho "${end}"\n`)
    await Promise.race([done, ended])
    return printed.replace(end, '')
  }
  return { run, close: () => shell.kill() }
}
