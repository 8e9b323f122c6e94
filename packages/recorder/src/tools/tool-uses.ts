import type { ToolEnvironment, ToolUse } from './start-tool.ts'
import type { ToolUser } from './tool-user.ts'

/** The two kinds of tools that a recording has. */
export type ToolUses = {
  /** What has files and pipes alone. */
  readonly offline: ToolUse
  /** What also has the one way out. */
  readonly online: ToolUse
}

export function toolUses(
  environment: ToolEnvironment,
  wayOut: Pick<ToolEnvironment, 'http_proxy' | 'https_proxy'>,
  user: ToolUser | undefined,
): ToolUses {
  return { offline: { environment, user }, online: { environment: { ...environment, ...wayOut }, user } }
}
