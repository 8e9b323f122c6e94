import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from '@jest/globals'
import { bundle } from '../../../../scripts/bundle/bundle.ts'
import { createMerkleHasher } from '../../src/index.ts'
import { zeroPieces } from '../plain-pieces.ts'
import { makeCertificate } from './range-server.ts'

const run = promisify(execFile)
const MIB = 1024 * 1024
const pieceLength = 16 * MIB

const folder = await mkdtemp(join(tmpdir(), 'chronicle-test-'))
const certificateFile = join(folder, 'certificate.pem')
const certificate = makeCertificate()
await writeFile(certificateFile, certificate.cert)
const [program, hybridProgram] = await Promise.all([bundled('hash-url-program.ts'), bundled('hash-hybrid-program.ts')])

/** As it is deployed: from its sources, Node's compiler of types would be measured too. */
async function bundled(name: string): Promise<string> {
  const entry = fileURLToPath(new URL(name, import.meta.url))
  const path = join(folder, `${name}.cjs`)
  await writeFile(path, (await bundle({ entryPoints: [entry] })).code)
  return path
}

/** As many zeros as are asked for. */
const zeros = Buffer.alloc(pieceLength)
function answer(request: IncomingMessage, response: ServerResponse): void {
  const size = Number(request.url?.slice(1))
  const [, start = 0, end = 0] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '')?.map(Number) ?? []
  const headers = { 'content-length': end - start + 1, 'content-range': `bytes ${start}-${end}/${size}` }
  response.writeHead(206, headers).end(zeros.subarray(0, end - start + 1))
}
const servers = { http: createServer(answer), https: createSecure(certificate, answer) }
for (const server of Object.values(servers)) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}
afterAll(async () => {
  for (const server of Object.values(servers)) {
    server.closeAllConnections()
    server.close()
  }
  await rm(folder, { recursive: true })
})

function argumentsFor(scheme: 'http' | 'https', size: number, threads: number): string[] {
  const { port } = servers[scheme].address() as AddressInfo
  const trust = scheme === 'https' ? [certificateFile] : []
  return [program, `${scheme}://localhost:${port}/${size}`, size, pieceLength, threads, ...trust].map(String)
}
const sumOf = (size: number) => createHash('sha1').update(zeroPieces(size, pieceLength)).digest('hex')

describe('hashing what a server has', () => {
  it.each([
    { scheme: 'http', threads: 1, atMost: 80 },
    { scheme: 'https', threads: 1, atMost: 80 },
    { scheme: 'http', threads: 2, atMost: 112 },
    { scheme: 'https', threads: 2, atMost: 112 },
  ] as const)('takes $atMost MB at most over $scheme in $threads threads, no matter of how many bytes', async (row) => {
    const peaks: number[] = []
    for (const size of [512 * MIB, 2048 * MIB]) {
      const { stdout } = await run(process.execPath, argumentsFor(row.scheme, size, row.threads))
      const { sum, rss } = JSON.parse(stdout)
      expect(sum).toBe(sumOf(size))
      peaks.push(rss)
    }
    const [small = 0, large = 0] = peaks
    expect(large).toBeLessThanOrEqual(row.atMost)
    // Some of Node's own code is not there before it is needed; the content was 1.5 GiB more.
    expect(large - small).toBeLessThan(16)
  })

  it('needs no disk: every file system may be read-only', async () => {
    const readOnly =
      'for at in $(findmnt --noheadings --list --output TARGET); do mount -o remount,bind,ro "$at" || true; done 2>/dev/null'
    const script = `${readOnly}; touch /tmp/a /dev/shm/a /var/tmp/a && exit 9; exec "$@"`
    const size = 512 * MIB
    const unshared = ['--mount', 'sh', '-c', script, 'sh', process.execPath, ...argumentsFor('http', size, 2)]
    const { stdout, stderr } = await run('unshare', unshared)
    expect(JSON.parse(stdout).sum).toBe(sumOf(size))
    expect(stderr.match(/Read-only file system/g)).toHaveLength(3)
  })
})

/** The sum of what a hybrid says of so many zeros, a whole number of pieces: by a hasher that is given them as a stream. */
function hybridSumOf(size: number): string {
  const merkle = createMerkleHasher(pieceLength)
  for (let bytes = 0; bytes < size; bytes += pieceLength) merkle.update(zeros)
  const { root, layer } = merkle.digest()
  return createHash('sha1').update(zeroPieces(size, pieceLength)).update(root).update(layer).digest('hex')
}

describe('hashing a file for a hybrid', () => {
  it.each([
    { threads: 1, atMost: 80 },
    { threads: 2, atMost: 112 },
  ])('takes $atMost MB at most in $threads threads, no matter of how many bytes', async ({ threads, atMost }) => {
    const path = join(folder, 'zeros')
    await writeFile(path, '')
    const peaks: number[] = []
    for (const size of [512 * MIB, 2048 * MIB]) {
      await truncate(path, size)
      const { stdout } = await run(process.execPath, [hybridProgram, path, pieceLength, threads].map(String))
      const { sum, rss } = JSON.parse(stdout)
      expect(sum).toBe(hybridSumOf(size))
      peaks.push(rss)
    }
    const [small = 0, large = 0] = peaks
    expect(large).toBeLessThanOrEqual(atMost)
    expect(large - small).toBeLessThan(16)
  })
})
