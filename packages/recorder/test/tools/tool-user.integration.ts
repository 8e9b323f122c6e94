import { chmod, mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { sayLeftOut, toolsFolder } from '@chronicle/local/testing'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { recordJob } from '../../src/record-job.ts'
import { startTool } from '../../src/tools/start-tool.ts'
import { toolUser } from '../../src/tools/tool-user.ts'
import { createRig } from '../support/rig.ts'
import { startSample } from '../support/sample.ts'

// As the image has it; nobody has to be known by that number.
const user = { uid: 10_001, gid: 10_001 }

const isRoot = process.getuid?.() === 0
if (!isRoot) sayLeftOut('the tools as another user', 'only root can become another user')
const asRoot = isRoot ? describe : describe.skip

test('there is another user only where the recorder is root and was told of one', () => {
  expect(toolUser(10_001, 0)).toEqual(user)
  expect(toolUser(10_001, 1000)).toBeUndefined()
  expect(toolUser(undefined, 0)).toBeUndefined()
})

asRoot('the tools of a recorder that is root', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chronicle-test-user-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** What a shell says that is started as a tool. */
  async function say(script: string, use: Parameters<typeof startTool>[2]) {
    const tool = await startTool('sh', ['-c', script], use, { stdio: ['ignore', 'pipe', 'ignore'] })
    const [said, exit] = await Promise.all([text(tool.child.stdout ?? Readable.from([])), tool.exited])
    return { said, code: exit.code }
  }
  const environment = { PATH: '/usr/bin:/bin', HOME: '/' }
  const lookAtTheRecorder = `tr '\\0' '\\n' < /proc/${process.pid}/environ`

  test('are another user, in no group but its own', async () => {
    const { said } = await say('cat /proc/self/status', { environment, user })
    expect(said).toMatch(/^Uid:\t10001\t10001\t10001\t10001$/m)
    expect(said).toMatch(/^Gid:\t10001\t10001\t10001\t10001$/m)
    expect(said).toMatch(/^Groups:\s*$/m)
    expect(said).toMatch(/^CapEff:\t0+$/m)
  })

  test('cannot read what the recorder was told, which is how its credentials are found', async () => {
    expect(await say(lookAtTheRecorder, { environment, user })).toEqual({ said: '', code: expect.any(Number) })
    // As the recorder's own user they could.
    expect((await say(lookAtTheRecorder, { environment })).said).toContain('PATH=')
  })

  test.each(['mem', 'fd', 'cwd', 'root'])('cannot reach the recorder by its %s', async (entry) => {
    expect(
      (await say(`ls -L /proc/${process.pid}/${entry} && cat /proc/${process.pid}/${entry}`, { environment, user }))
        .code,
    ).not.toBe(0)
  })

  test('record all the same: every process of theirs is that user, and nothing is left', async () => {
    const stream = await startSample({ seconds: 6, speed: 2 })
    const rig = createRig({ url: stream.url })
    const PATH = [await ytDlpForAll(folder), rig.deps.toolEnvironment.PATH].join(delimiter)
    const before = new Set(await childIds())
    const done = recordJob({ ...rig.deps, toolUser: user, toolEnvironment: { PATH } }, rig.stopSwitch)
    const seen = new Map<string, string>()
    for (let isOver = false; !isOver; ) {
      for (const { name, uid } of await tools(before)) seen.set(name, uid)
      isOver = await Promise.race([done.then(() => true), sleep(50, false)])
    }
    await stream.stop()
    expect(await done).toBe(0)
    expect(rig.row()).toMatchObject({ status: 'COMPLETED', codecs: ['h264', 'aac'] })
    expect([...seen.keys()]).toEqual(expect.arrayContaining(['ffmpeg', 'python3']))
    expect([...seen].filter(([, uid]) => uid !== '10001')).toEqual([])
  })

  test('are found with nothing but a path, a home, certificates and the way out in their environment', async () => {
    const program = `#!/bin/sh\nenv | cut -d= -f1 | sort > "$HOME/seen"; cat "$HOME/seen" >&2; exit 1\n`
    await writeFile(join(folder, 'yt-dlp'), program, { mode: 0o755 })
    const rig = createRig({ url: 'http://127.0.0.1:9/live.m3u8' })
    process.env.AWS_SECRET_ACCESS_KEY = 'secret'
    await recordJob(
      { ...rig.deps, toolEnvironment: { PATH: [folder, '/usr/bin:/bin'].join(delimiter), SSL_CERT_FILE: '/c' } },
      rig.stopSwitch,
    )
    expect(rig.row().errorDetail?.split('\n')).toEqual([
      'HOME',
      'PATH',
      'PWD',
      'SSL_CERT_FILE',
      'http_proxy',
      'https_proxy',
    ])
  })
})

/** A folder with yt-dlp as everybody may run it: the Python of set-up's venv may be in the home of the user who set it up. */
async function ytDlpForAll(folder: string): Promise<string> {
  const packages = join(toolsFolder, 'venv/lib/python3.11/site-packages')
  const script = `#!/bin/sh\nPYTHONPATH=${packages} exec /usr/bin/python3 -m yt_dlp "$@"\n`
  const bin = join(folder, 'for-all')
  await mkdir(bin)
  await chmod(folder, 0o755)
  await writeFile(join(bin, 'yt-dlp'), script, { mode: 0o755 })
  return bin
}

/** The processes that this one has started since `before`, by what the kernel says of them. */
async function tools(before: ReadonlySet<string>) {
  const found = (await childIds())
    .filter((id) => !before.has(id))
    .map(async (id) => {
      const program = await readlink(`/proc/${id}/exe`).catch(() => undefined)
      const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '')
      const [, name] = /^Name:\t(.*)$/m.exec(status) ?? []
      const [, uid] = /^Uid:\t\d+\t(\d+)/m.exec(status) ?? []
      // One that has just been forked is still the recorder itself, and one that is over has no program any more.
      return program === undefined || program === process.execPath || !name || !uid ? [] : [{ name, uid }]
    })
  return (await Promise.all(found)).flat()
}

/** A test file that ran before in this same process may have left some that are about to end. */
async function childIds(): Promise<string[]> {
  return (await readFile(`/proc/self/task/${process.pid}/children`, 'utf8')).split(' ').filter(Boolean)
}
