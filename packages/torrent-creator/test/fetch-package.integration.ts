import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals'
import { fetchPackage } from '../../../scripts/transmission-layer/fetch-package.ts'

const bytes = Buffer.from('a package')
const path = 'pool/main/a/a/a_1.0+deb12u1~1_amd64.deb'
const locked = {
  name: 'a',
  version: '1:1.0+deb12u1~1',
  archive: 'debian-security',
  path,
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  libraries: [],
}

const archive = new Map<string | undefined, Buffer>()
const asked: (string | undefined)[] = []
const server = createServer(({ url }, response) => {
  asked.push(url)
  const found = archive.get(url)
  response.writeHead(found ? 200 : 404).end(found)
}).listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
const { port } = server.address() as AddressInfo
const base = `http://127.0.0.1:${port}`
const archives = { mirror: `${base}/mirror`, snapshot: `${base}/snapshot`, at: '20260102T030405Z' }
const onMirror = `/mirror/debian-security/${path}`
const onSnapshot = `/snapshot/archive/debian-security/20260102T030405Z/${path}`

const folder = await mkdtemp(join(tmpdir(), 'chronicle-packages-'))
const kept = join(folder, 'a_1.0+deb12u1~1_amd64.deb')
beforeEach(async () => {
  archive.clear()
  asked.length = 0
  await rm(kept, { force: true })
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

describe('a package of the lock', () => {
  it('comes from the mirror, and is kept', async () => {
    archive.set(onMirror, bytes)
    await expect(fetchPackage(locked, archives, folder)).resolves.toEqual({
      bytes: new Uint8Array(bytes),
      from: base + onMirror,
    })
    await expect(fetchPackage(locked, archives, folder)).resolves.toEqual({ bytes, from: undefined })
    expect(asked).toEqual([onMirror])
  })

  it('comes from the snapshot when the mirror has dropped it for a newer one', async () => {
    archive.set(onSnapshot, bytes)
    await expect(fetchPackage(locked, archives, folder)).resolves.toMatchObject({ from: base + onSnapshot })
    expect(asked).toEqual([onMirror, onSnapshot])
  })

  it('is not taken from whoever gives out other bytes, nor from a folder that holds others', async () => {
    await writeFile(kept, 'broken')
    archive.set(onMirror, Buffer.from('forged'))
    archive.set(onSnapshot, bytes)
    await expect(fetchPackage(locked, archives, folder)).resolves.toMatchObject({ from: base + onSnapshot })
    await expect(readFile(kept)).resolves.toEqual(bytes)
  })

  it('that nobody has is an error that says what each has answered, and leaves nothing', async () => {
    archive.set(onMirror, Buffer.from('forged'))
    const refused = fetchPackage(locked, { ...archives, snapshot: 'http://127.0.0.1:2' }, folder)
    await expect(refused).rejects.toThrow(
      /^a 1:1\.0\+deb12u1~1 could not be had:\n.*other bytes than the lock names.*\n.*ECONNREFUSED.*\nDEBIAN_MIRROR and/,
    )
    await expect(readFile(kept)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
