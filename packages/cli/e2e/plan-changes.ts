type Line = {
  readonly type: string
  readonly change?: { readonly action: string; readonly resource: { readonly addr: string } }
  readonly changes?: { readonly add: number; readonly change: number; readonly remove: number }
}

/** What Terraform's JSON output says it changes: the addresses of a plan, and how many resources an apply made. */
export function resourceChanges(output: string): { readonly changed: readonly string[]; readonly created: number } {
  const lines: Line[] = output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  const planned = lines.filter(({ type }) => type === 'planned_change')
  const summary = lines.findLast(({ type }) => type === 'change_summary')
  return {
    changed: planned.flatMap(({ change }) => (change && change.action !== 'read' ? [change.resource.addr] : [])),
    created: summary?.changes?.add ?? 0,
  }
}

export const isIn = (address: string, prefixes: readonly string[]) =>
  prefixes.some((prefix) => address.startsWith(prefix))
