import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { clone } from '@chronicle/local'

/** Builds the Lambda zips and the recorder from the sources as they are now; well under a second. */
export async function buildArtifacts(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(clone.root, 'scripts/build.ts')], { cwd: clone.root })
}
