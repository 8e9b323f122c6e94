import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { clone } from '@chronicle/local'
import { describe, expect, it } from '@jest/globals'
import { unzipSync } from 'fflate'
import { withinBudget } from '../../../scripts/bundle/within-budget.ts'

/** Builds as someone else would, elsewhere on earth; answers the hash of each zip. */
async function buildIn(timeZone: string): Promise<Record<string, string>> {
  const env = { ...process.env, TZ: timeZone }
  await promisify(execFile)(process.execPath, [join(clone.root, 'scripts/build.ts')], { env })
  const zips = (await readdir(clone.zips)).filter((name) => name.endsWith('.zip'))
  const hash = async (name: string) =>
    createHash('sha256')
      .update(await readFile(join(clone.zips, name)))
      .digest('hex')
  return Object.fromEntries(await Promise.all(zips.map(async (name) => [name, await hash(name)] as const)))
}

describe('the build', () => {
  it('makes the same zips of the same source, wherever and whenever it runs', async () => {
    const here = await buildIn('Pacific/Honolulu')
    expect(Object.keys(here).sort()).toEqual(['dispatch-to-ecs.zip', 'job-lifecycle.zip', 's3-torrent-creator.zip'])
    expect(await buildIn('Pacific/Kiritimati')).toEqual(here)
  })

  it.each(['dispatch-to-ecs', 'job-lifecycle', 's3-torrent-creator'])(
    'keeps %s in ASCII: of one character more V8 takes twice the memory, and longer',
    async (name) => {
      const { 'index.js': code = new Uint8Array() } = unzipSync(await readFile(join(clone.zips, `${name}.zip`)))
      expect(code.byteLength).toBeGreaterThan(100_000)
      expect(code.findIndex((byte) => byte > 0x7f)).toBe(-1)
    },
  )

  it('fails where a zip has a byte more than a function may have', () => {
    const zip = new Uint8Array(150_000)
    expect(withinBudget('big', zip)).toBe(zip)
    expect(() => withinBudget('big', new Uint8Array(150_001))).toThrow(
      'big.zip has 150001 bytes, 1 more than the 150000',
    )
  })
})
