import { ObjectExists } from '@chronicle/core'
import type { Progress } from '../progress.ts'
import type { GrowingFile } from './growing-file.ts'
import { createPartUploader, type Destination, type PartUploader, type UploaderDeps } from './part-uploader.ts'

/** Where a recording goes, and where it goes if somebody else put an object there meanwhile. */
export type Destinations = { readonly wanted: Destination; readonly own: Destination }

/** The upload of a recording that takes its own place where it finds the wanted one taken: nothing kept is overwritten. */
export function createRecordingUpload(
  deps: UploaderDeps,
  { wanted, own }: Destinations,
  file: GrowingFile,
  progress: Progress,
): PartUploader {
  const uploader = createPartUploader(deps, wanted, file, progress)
  return {
    ...uploader,
    finish: async () => {
      try {
        return await uploader.finish()
      } catch (error) {
        if (!(error instanceof ObjectExists) || wanted.key === own.key) throw error
        deps.log.warn('key is taken', { key: wanted.key, instead: own.key })
        await uploader.abort()
        return createPartUploader(deps, own, file, { bytesUploaded: 0 }).finish()
      }
    },
  }
}
