import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { piecesOf } from './creator.ts'
import { layerUnderTest, pidIn, standInLayer, transmissionOn } from './layers.ts'

const { layer, emptyFolder, remove } = await layerUnderTest()
afterAll(remove)

const standIn = join(import.meta.dirname, 'stand-ins/hashes-an-object.ts')

describe('what a killed invocation leaves on the disk', () => {
  it('is removed by the next one', async () => {
    const disk = await emptyFolder()
    const pidFile = join(await emptyFolder(), 'pid')
    const hanging = await standInLayer(await emptyFolder(), `echo $$ > '${pidFile}'; exec sleep 60`)
    const invocation = spawn(process.execPath, [standIn, hanging, disk], { stdio: ['ignore', 'pipe', 'inherit'] })
    const said: Buffer[] = []
    invocation.stdout.on('data', (chunk) => said.push(chunk))
    const pid = await pidIn(pidFile)
    invocation.kill('SIGKILL')
    await once(invocation, 'close')
    process.kill(pid, 'SIGKILL')

    const { hash, left } = transmissionOn([layer], disk, 'content')
    expect(await left()).toEqual([expect.stringMatching(`^chronicle-torrent-${invocation.pid}-`)])
    expect(new Uint8Array(await hash())).toEqual(piecesOf('content'))
    expect(await left()).toEqual([])
    expect(Buffer.concat(said).toString()).toBe('')
  })

  it('is told from what is in use: by its process, which is gone or this very one', async () => {
    const disk = await emptyFolder()
    const others = [`chronicle-torrent-${process.ppid}-inuse`, 'chronicle-torrent-of-someone', 'somebody-elses']
    for (const name of [...others, `chronicle-torrent-${process.pid}-left`, 'chronicle-torrent-4999999-left']) {
      await mkdir(join(disk, name))
      await writeFile(join(disk, name, 'object'), 'content')
    }
    const { hash, left } = transmissionOn([layer], disk, 'content')
    await hash()
    expect((await left()).sort()).toEqual(others.sort())
  })
})

describe('what the program prints', () => {
  it("never reaches the function's own output, which is where its answer may go", async () => {
    const answering = await standInLayer(await emptyFolder(), `echo '{"answer": 42}'; echo '{"answer": 43}' >&2`)
    const invocation = spawn(process.execPath, [standIn, answering, await emptyFolder()])
    const said: Buffer[] = []
    invocation.stdout.on('data', (chunk) => said.push(chunk))
    const [code] = await once(invocation, 'close')
    expect([code, Buffer.concat(said).toString()]).toEqual([1, ''])
  })
})
