import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiUrl } from '@chronicle/local'
import { processesOf } from '@chronicle/local/testing'
import { afterAll, describe, expect, it } from '@jest/globals'
import * as command from './command.ts'

const folder = await mkdtemp(join(tmpdir(), 'chronicle-e2e-'))
const chronicle = (...args: readonly string[]) =>
  command.chronicle(args, { CHRONICLE_STATE: join(folder, 'state'), TMPDIR: folder }).ended
afterAll(async () => {
  await chronicle('down')
  await rm(folder, { recursive: true })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
const port = await freePort()
const up = (...args: readonly string[]) =>
  chronicle('up', '--port', String(port), '--private-source', '127.0.0.1:9', ...args)

describe('the local stack', () => {
  it('starts, says how to use it, and a second start finds it', async () => {
    const first = await up()
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('Started as process') })
    expect(first.stdout).toContain(`curl -X POST ${apiUrl(`http://127.0.0.1:${port}`)}/jobs`)
    expect(await readFile(join(folder, 'state/aws-config'), 'utf8')).toContain('cli_binary_format = raw-in-base64-out')
    expect(await up()).toMatchObject({ code: 0, stdout: expect.stringContaining('It was running already.') })
    expect(JSON.parse((await up('--json')).stdout)).toMatchObject({ port, alreadyRunning: true })
  })

  it('keeps its jobs over down and up, and goes on serving', async () => {
    const submitted = await chronicle('submit', 'http://127.0.0.1:9/live.m3u8', '--id', 'kept', '--watch')
    expect(submitted).toMatchObject({ code: 1, stdout: expect.stringContaining('FAILED') })
    expect(await chronicle('down')).toMatchObject({ code: 0, stdout: expect.stringContaining('Stopped the stack') })
    expect(await up()).toMatchObject({ code: 0 })
    expect(await chronicle('job', 'kept')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/job +kept\n.*FAILED/),
    })
    const jobs = JSON.parse((await chronicle('jobs', '--json')).stdout)
    expect(jobs.items).toMatchObject([{ jobId: 'kept', status: 'FAILED' }])
    const again = await chronicle('submit', 'http://127.0.0.1:9/live.m3u8', '--id', 'served', '--watch', '--json')
    expect(
      again.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).status)
        .at(-1),
    ).toBe('FAILED')
  })

  it('says that its port is in use', async () => {
    const elsewhere = command.chronicle(['up', '--port', String(port)], {
      CHRONICLE_STATE: join(folder, 'other'),
      TMPDIR: folder,
    })
    const { code, stderr } = await elsewhere.ended
    expect(code).toBe(1)
    expect(stderr).toContain(String(port))
    expect(stderr).not.toContain('    at ')
  })

  it('says what it cannot find or do, in a line', async () => {
    expect(await chronicle('job', 'nobody')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no job "nobody"'),
    })
    expect(await chronicle('submit', 'ftp://x')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('only http and https'),
    })
    expect(await chronicle('jobs', '--cursor', 'x')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cursor "x"'),
    })
  })

  it('stops, twice, and leaves no process', async () => {
    expect(await chronicle('down')).toMatchObject({ code: 0, stdout: expect.stringContaining('Stopped the stack') })
    expect(await chronicle('down')).toMatchObject({ code: 0, stdout: expect.stringContaining('No local stack') })
    expect(await processesOf(folder)).toEqual([])
    expect(await chronicle('jobs')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npm run chronicle -- up'),
    })
  })
})
