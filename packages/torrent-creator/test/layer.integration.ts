import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildTransmissionLayer, unpackLayer } from '@chronicle/local/testing'
import { afterAll, describe, expect, it } from '@jest/globals'

const zip = await buildTransmissionLayer()
const folder = await mkdtemp(join(tmpdir(), 'chronicle-layer-'))
await unpackLayer(zip, folder)
afterAll(() => rm(folder, { recursive: true }))

const sh = async (command: string): Promise<string> =>
  (await promisify(execFile)('sh', ['-ec', command], { cwd: folder })).stdout

describe('the layer', () => {
  it('is the same, byte for byte, whenever and wherever it is built, and needs no network for it a second time', async () => {
    const first = await readFile(zip)
    const nowhere = { DEBIAN_MIRROR: 'http://127.0.0.1:9', DEBIAN_SNAPSHOT: 'http://127.0.0.1:9' }
    await buildTransmissionLayer({ TZ: 'Pacific/Kiritimati', ...nowhere })
    expect(first.equals(await readFile(zip))).toBe(true)
  })

  it('has three programs, and files that everyone may read', async () => {
    const programs = [
      './bin/transmission-create',
      './lib/transmission/ld-linux-x86-64.so.2',
      './libexec/transmission-create',
    ]
    expect((await sh('find . -type f -perm 755 | sort')).trim().split('\n')).toEqual(programs)
    expect((await sh('find . -type f ! -perm 755 ! -perm 644')).trim()).toBe('')
  })

  it("puts nothing where a host's programs look for libraries", async () => {
    expect((await sh('find lib -maxdepth 1 -type f')).trim()).toBe('')
  })

  it("runs transmission-create 3.00, whatever is to be loaded into the host's programs", async () => {
    const output = await sh('LD_PRELOAD=/no.so LD_LIBRARY_PATH=/nonexistent bin/transmission-create -V 2>&1')
    // The shell of the wrapper is one of the host's programs.
    expect(output.match(/'\/no.so' from LD_PRELOAD/g)).toHaveLength(1)
    expect(output).toMatch(/\ntransmission-create 3\.00 \(bb6b5a062e\)\n$/)
  })

  it('is small enough to be published as it is: 50 MB of zip, 250 MB of files', async () => {
    expect((await readFile(zip)).length).toBeLessThan(50_000_000)
    expect(Number((await sh('du -sk .')).split('\t')[0])).toBeLessThan(250_000)
  })
})
