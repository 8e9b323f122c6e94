import { join } from 'node:path'
import { type SampleStreamOptions, startSampleStream } from '@chronicle/local'
import { toolsFolder } from '@chronicle/local/testing'

/** A sample stream whose videos are made once a clone. */
export function startSample(options: Omit<SampleStreamOptions, 'folder'> = {}) {
  return startSampleStream({ folder: join(toolsFolder, 'sample-videos'), ...options })
}
