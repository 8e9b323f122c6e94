import { execFile, spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parseMetainfo } from '../src/index.ts'
import { contentOf, ourTorrent } from './our-torrent.ts'
import { type IdentityCase, identityCases } from './transmission3-cases.ts'

const isOracle = spawnSync('transmission-create', ['-V'], { encoding: 'utf8' }).stderr?.includes(
  'transmission-create 3.00',
)
if (!isOracle) {
  process.stderr.write(
    'transmission-create 3.00 is not installed: the comparison with it is left out (on Debian 12: apt-get install transmission-cli)\n',
  )
}
const maybe = isOracle ? it : it.skip

/** It looks only each half second whether it is done, so most of the time it sleeps. */
const AT_ONCE = 16

const run = promisify(execFile)
const results: PromiseSettledResult<Uint8Array>[] = []
let folder: string

async function theirs(about: IdentityCase, index: number): Promise<Uint8Array> {
  const inside = join(folder, String(index))
  await mkdir(inside)
  const path = join(inside, about.name)
  await using file = await open(path, 'wx')
  if (about.content === 'zeros') await file.truncate(about.size)
  else await file.writeFile(contentOf(about.size))
  const output = join(folder, `${index}.torrent`)
  await run('transmission-create', [
    ...about.trackers.flatMap((tracker) => ['-t', tracker]),
    ...(about.isPrivate ? ['-p'] : []),
    ...(about.comment === undefined ? [] : ['-c', about.comment]),
    ...(about.pieceLength === undefined ? [] : ['-s', String(about.pieceLength / 1024)]),
    ...['-o', output, path],
  ])
  await rm(inside, { recursive: true })
  return readFile(output)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chronicle-identity-'))
  if (!isOracle) return
  const waiting = identityCases.entries()
  const work = async () => {
    for (const [index, about] of waiting)
      [results[index] as PromiseSettledResult<Uint8Array>] = await Promise.allSettled([theirs(about, index)])
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}, 600_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('beside transmission-create 3.00', () => {
  maybe.each(identityCases.map((about, index) => [about.title, about, index] as const))(
    'makes the very torrent, but for the date, of %s',
    (_, about, index) => {
      const result = results[index]
      if (result?.status !== 'fulfilled') throw result?.reason
      const { creationDate } = parseMetainfo(result.value)
      expect(Buffer.compare(ourTorrent(about, creationDate), result.value)).toBe(0)
    },
  )

  it('is compared in at least 300 cases', () => expect(identityCases.length).toBeGreaterThanOrEqual(300))
})
