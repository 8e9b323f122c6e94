import { chmod, chown, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Job } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { type Egress, openEgress } from './egress/open-egress.ts'
import type { OwnRow } from './job/own-row.ts'
import { noProgress, type Progress } from './progress.ts'
import { createSignOfLife, makeFolder } from './sign-of-life.ts'
import type { StopSwitch } from './stop-switch.ts'
import { createToolLog, type ToolLog } from './tools/tool-log.ts'
import { type ToolUses, toolUses } from './tools/tool-uses.ts'

/** What the steps of one recording share. */
export type Session = {
  readonly job: Job
  readonly row: OwnRow
  readonly progress: Progress
  readonly stopSwitch: StopSwitch
  readonly toolLog: ToolLog
  readonly tools: ToolUses
  readonly egress: Egress
  /** Where the recording is written. */
  readonly file: string
  /** See sign-of-life.ts; the file is in the spool folder. */
  showLife(): Promise<void>
  /** Removes the spool folder with all that is in it. */
  close(): Promise<void>
}

export async function openSession(deps: Deps, subject: Pick<Session, 'job' | 'row' | 'stopSwitch'>): Promise<Session> {
  const spool = await makeSpool(deps)
  const showLife = await createSignOfLife(deps, spool)
  const policy = { resolver: deps.resolver, privateSources: deps.config.privateSources }
  const egress = await openEgress({ policy, log: deps.log, certificates: deps.certificates })
  return {
    ...subject,
    progress: noProgress(),
    toolLog: createToolLog(),
    tools: toolUses({ ...deps.toolEnvironment, HOME: join(spool, 'home') }, egress.environment, deps.toolUser),
    egress,
    file: join(spool, 'recording.mkv'),
    showLife,
    close: async () => {
      await egress.close()
      await rm(spool, { recursive: true, force: true })
    },
  }
}

/** The tools have a home in it. The recorder's own files are there too, so the folder itself stays the recorder's. */
async function makeSpool(deps: Deps): Promise<string> {
  const { toolUser } = deps
  const spool = await makeFolder(deps)
  const home = join(spool, 'home')
  await mkdir(home, { mode: 0o700 })
  if (toolUser) {
    await chmod(spool, 0o711)
    await chown(home, toolUser.uid, toolUser.gid)
  }
  return spool
}
