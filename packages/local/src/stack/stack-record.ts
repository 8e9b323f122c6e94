import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

/** `stack.json`: where the stack of a state folder is. A hint only; `findStack` asks whether it is still true. */
const stackRecord = z.object({
  pid: z.int(),
  port: z.int(),
  url: z.string(),
  privateSources: z.array(z.string()),
  startedAt: z.iso.datetime(),
})
export type StackRecord = z.output<typeof stackRecord>

const fileIn = (stateFolder: string) => join(stateFolder, 'stack.json')

export async function writeStackRecord(stateFolder: string, record: StackRecord): Promise<void> {
  const draft = `${fileIn(stateFolder)}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(record, undefined, 2)}\n`)
  // A reader sees the old file or the new one, never half of one.
  await rename(draft, fileIn(stateFolder))
}

/** Undefined when there is none, or none that can be read. */
export async function readStackRecord(stateFolder: string): Promise<StackRecord | undefined> {
  const text = await readFile(fileIn(stateFolder), 'utf8').catch(() => 'null')
  try {
    return stackRecord.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Removes this process's own record, and leaves another's. */
export async function removeStackRecord(stateFolder: string): Promise<void> {
  const record = await readStackRecord(stateFolder)
  if (record?.pid === process.pid) await rm(fileIn(stateFolder), { force: true })
}
