import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { GONE, layOutTools } from '../../src/soak/tools.ts'

let folder: string
beforeAll(async () => {
  folder = await layOutTools(join(await mkdtemp(join(tmpdir(), 'chronicle-tools-')), 'tools'))
})
afterAll(() => rm(join(folder, '..'), { recursive: true }))

/** Asks the soak's yt-dlp about a URL in the recorder's way. */
async function ask(url: string): Promise<{ readonly code: unknown; readonly said: string }> {
  return new Promise((resolve) => {
    const options = { env: { PATH: '/usr/bin:/bin' } }
    const program = execFile(join(folder, 'yt-dlp'), ['--simulate', '--batch-file', '-'], options, (error, out, err) =>
      resolve({ code: error?.code ?? 0, said: out + err }),
    )
    program.stdin?.end(url)
  })
}

describe("the soak's yt-dlp", () => {
  it('says of a stream that is gone that it is, and asks nobody', async () => {
    // Nobody is there: the real one could not have been answered.
    const { code, said } = await ask(`http://127.0.0.1:9${GONE}1.m3u8`)
    expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/^ERROR: .*HTTP Error 404: Not Found\n$/) })
  })

  it('asks the real one about any other', async () => {
    const { code, said } = await ask('http://127.0.0.1:9/live/1.m3u8')
    expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/127\.0\.0\.1:9\/live\/1\.m3u8|refused/) })
  })
})
