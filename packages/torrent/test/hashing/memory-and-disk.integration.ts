import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from '@jest/globals'
import { zeroPieces } from '../plain-pieces.ts'

const run = promisify(execFile)
const MIB = 1024 * 1024
const pieceLength = 16 * MIB
const program = new URL('./hash-url-program.ts', import.meta.url).pathname

/** As many zeros as are asked for. */
const zeros = Buffer.alloc(pieceLength)
const server = createServer((request, response) => {
  const size = Number(request.url?.slice(1))
  const [, start = 0, end = 0] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '')?.map(Number) ?? []
  const headers = { 'content-length': end - start + 1, 'content-range': `bytes ${start}-${end}/${size}` }
  response.writeHead(206, headers).end(zeros.subarray(0, end - start + 1))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const { port } = server.address() as AddressInfo
const argumentsFor = (size: number, threads: number) =>
  [program, `http://127.0.0.1:${port}/${size}`, size, pieceLength, threads].map(String)
const sumOf = (size: number) => createHash('sha1').update(zeroPieces(size, pieceLength)).digest('hex')

describe('hashing what a server has', () => {
  it.each([1, 2])('takes as much memory for 2 GiB as for 512 MiB, in %i threads', async (threads) => {
    const peaks: number[] = []
    for (const size of [512 * MIB, 2048 * MIB]) {
      const { stdout } = await run(process.execPath, argumentsFor(size, threads))
      const { sum, rss } = JSON.parse(stdout)
      expect(sum).toBe(sumOf(size))
      peaks.push(rss)
    }
    const [small = 0, large = 0] = peaks
    // What is left to the collector differs from run to run, and far less than by the 1.5 GiB more that were read.
    expect(large - small).toBeLessThan(32)
    // Node's own compiler of types is in this process, too, and takes some 40 MB of each thread.
    expect(large).toBeLessThan(200)
  })

  it('needs no disk: every file system may be read-only', async () => {
    const readOnly =
      'for at in $(findmnt --noheadings --list --output TARGET); do mount -o remount,bind,ro "$at" || true; done 2>/dev/null'
    const script = `${readOnly}; touch /tmp/a /dev/shm/a /var/tmp/a && exit 9; exec "$@"`
    const size = 512 * MIB
    const unshared = ['--mount', 'sh', '-c', script, 'sh', process.execPath, ...argumentsFor(size, 2)]
    const { stdout, stderr } = await run('unshare', unshared)
    expect(JSON.parse(stdout).sum).toBe(sumOf(size))
    expect(stderr.match(/Read-only file system/g)).toHaveLength(3)
  })
})
