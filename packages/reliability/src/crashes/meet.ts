import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_MS = 20
/** A second task need not come: where the program that launches was killed first, or the first waits for nobody else. */
const PATIENCE_MS = 8000

/**
 * Waits until a second task of the launch has come as far, so that both ask for the same thing at the same moment. Without it the
 * first has mostly ended its job before the second is there, and it is the job's status alone that refuses the second.
 */
export async function meet(folder: string): Promise<void> {
  await writeFile(join(folder, String(process.pid)), '')
  const until = Date.now() + PATIENCE_MS
  while ((await readdir(folder)).length < 2 && Date.now() < until) await sleep(LOOK_MS)
}
