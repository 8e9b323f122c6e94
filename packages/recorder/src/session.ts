import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Job } from '@chronicle/core'
import type { Deps } from './deps.ts'
import type { OwnRow } from './job/own-row.ts'
import { noProgress, type Progress } from './progress.ts'
import type { StopSwitch } from './stop-switch.ts'
import type { ToolEnvironment } from './tools/start-tool.ts'
import { createToolLog, type ToolLog } from './tools/tool-log.ts'

/** What the steps of one recording share. */
export type Session = {
  readonly job: Job
  readonly row: OwnRow
  readonly progress: Progress
  readonly stopSwitch: StopSwitch
  readonly toolLog: ToolLog
  readonly environment: ToolEnvironment
  /** Where the recording is written. */
  readonly file: string
  /** Sets the time of the file `alive` in the spool folder, by which the container's health check sees that we go on. */
  showLife(): Promise<void>
  /** Removes the spool folder with all that is in it. */
  close(): Promise<void>
}

export async function openSession(deps: Deps, subject: Pick<Session, 'job' | 'row' | 'stopSwitch'>): Promise<Session> {
  const spool = await mkdtemp(join(deps.spoolRoot, 'chronicle-recorder-'))
  const alive = join(spool, 'alive')
  await writeFile(alive, '')
  return {
    ...subject,
    progress: noProgress(),
    toolLog: createToolLog(),
    environment: { ...deps.toolEnvironment, HOME: spool },
    file: join(spool, 'recording.mkv'),
    showLife: () => utimes(alive, deps.clock.now(), deps.clock.now()),
    close: () => rm(spool, { recursive: true, force: true }),
  }
}
