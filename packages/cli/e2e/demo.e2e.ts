import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processesOf } from '@chronicle/local/testing'
import { afterAll, describe, expect, it } from '@jest/globals'
import { npmRun, type Running } from './command.ts'
import { foreignTorrent } from './foreign-torrent.ts'

const folder = await mkdtemp(join(tmpdir(), 'chronicle-e2e-'))
afterAll(() => rm(folder, { recursive: true }))

let runs = 0
/** A run of the demo whose processes and temporary folders can be told from all others. */
async function startDemo(...args: readonly string[]) {
  runs += 1
  const own = join(folder, `run-${runs}`)
  await mkdir(join(own, 'tmp'), { recursive: true })
  const running = npmRun('demo', ['--output', join(own, 'recordings'), ...args], { TMPDIR: join(own, 'tmp') })
  return { ...running, temporary: join(own, 'tmp') }
}

async function expectNothingLeft(temporary: string) {
  for (let tries = 0; tries < 60 && (await processesOf(temporary)).length > 0; tries++) await sleep(250)
  await expect(processesOf(temporary)).resolves.toEqual([])
}

describe('the demo', () => {
  it('records the sample, saves it with its torrent, and leaves nothing running', async () => {
    const { ended, temporary } = await startDemo()
    const { code, stdout } = await ended
    expect(stdout).toMatch(/PENDING[\s\S]*RECORDING[\s\S]*COMPLETED/)
    const recording = /^saved +(\S+)$/m.exec(stdout)?.[1] ?? ''
    expect(await readdir(dirname(recording))).toEqual(['sample.mkv', 'sample.mkv.torrent'])
    expect(foreignTorrent(await readFile(`${recording}.torrent`)).fits(await readFile(recording))).toBe(true)
    expect(stdout).toMatch(/codecs +h264, aac\n/)
    expect(stdout).toMatch(/^verified +all \d+ pieces/m)
    expect(code).toBe(0)
    await expectNothingLeft(temporary)
    // npm keeps a compile cache of its own there.
    expect((await readdir(temporary)).filter((name) => name !== 'node-compile-cache')).toEqual([])
  })

  it('exits 1 and says why when the stream cannot be recorded', async () => {
    const { ended, temporary } = await startDemo('http://127.0.0.1:9/live.m3u8')
    const { code, stderr } = await ended
    expect(code).toBe(1)
    expect(stderr).toContain('STREAM_UNREACHABLE')
    await expectNothingLeft(temporary)
  })

  const signalGroup = (signal: NodeJS.Signals) => (run: Running) => process.kill(-(run.child.pid ?? 0), signal)
  it.each([
    ['Ctrl-C while it records', 'RECORDING', signalGroup('SIGINT')],
    ['Ctrl-C while the stack starts', 'front door open', signalGroup('SIGINT')],
    ['the death of its parent', 'RECORDING', (run: Running) => run.child.kill('SIGKILL')],
    ['the death of all but the stack', 'RECORDING', signalGroup('SIGKILL')],
  ])('leaves nothing running after %s', async (_, moment, end) => {
    const run = await startDemo()
    await run.said(moment)
    end(run)
    await run.ended
    await expectNothingLeft(run.temporary)
  })
})
