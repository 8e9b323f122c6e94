import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InvalidArgument } from '../invalid-argument.ts'

/** Throws InvalidArgument where a torrent of `path` cannot go to `output`. Asked first, since hashing may take an hour. */
export async function requireOutput(output: string, path: string, force: boolean): Promise<void> {
  const [there, file] = await Promise.all([identity(output), identity(path)])
  if (there !== undefined && there === file)
    throw new InvalidArgument(`--output ${output} is the file itself; it would be gone`)
  if (there !== undefined && !force) throw new InvalidArgument(`${output} is there already; --force writes over it`)
  await access(dirname(output), constants.W_OK).catch((error: Error) => {
    throw new InvalidArgument(`cannot write ${output}: ${error.message}`)
  })
}

/** The same for every name that a file has, links included; undefined where there is none, or none to be seen. */
const identity = (path: string) =>
  stat(path).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => undefined,
  )
