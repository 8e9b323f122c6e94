import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { clone } from '@chronicle/local'
import { commandOf, describeSoak } from './describe-soak.ts'
import type { SoakResult } from './soak-result.ts'

const FIGURES = /(<!-- soak: begin -->\n)[\s\S]*(<!-- soak: end -->)/

/** Puts a soak's figures, with the command that made them, into docs/reliability.md in the place of the last. */
export async function writeFigures(result: SoakResult): Promise<void> {
  const path = join(clone.root, 'docs/reliability.md')
  const page = await readFile(path, 'utf8')
  if (!FIGURES.test(page))
    throw new Error(`${path} has no place for the soak's figures: <!-- soak: begin --> to <!-- soak: end -->`)
  const figures = `\n\`\`\`sh\n${commandOf(result)}\n\`\`\`\n\n${describeSoak(result)}\n\n`
  await writeFile(
    path,
    page.replace(FIGURES, (_, begin: string, end: string) => `${begin}${figures}${end}`),
  )
}
