type Docker = { run(...args: readonly string[]): Promise<string> }

/** CHOWN, DAC_OVERRIDE, KILL, SETGID and SETUID, as the kernel writes them. */
export const fiveCapabilities = '00000000000000e3'
export const noCapabilities = '0000000000000000'

/**
 * What the kernel says of a program's processes in a container: who they are and what they may do. Where two of them differ, both
 * values are there. Empty where there is no such process.
 */
export async function rightsIn(docker: Docker, container: string, program: string): Promise<Record<string, string>> {
  const ofEach = `for s in $(grep -lE '^Name:.(${program})$' /proc/[0-9]*/status); do
    grep -E '^(Uid|Gid|Groups|CapEff|NoNewPrivs):' $s; done`
  const rights = new Map<string, Set<string>>()
  for (const line of (await docker.run('exec', container, 'sh', '-c', ofEach)).split('\n')) {
    const [name = '', values = ''] = line.split(':')
    rights.set(name, new Set([...(rights.get(name) ?? []), ...values.trim().split(/\s+/)]))
  }
  return Object.fromEntries([...rights].map(([name, values]) => [name, [...values].join(' ')]))
}
