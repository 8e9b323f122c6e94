import { randomBytes } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { type ByteRange, hashRanges, type RangeHashing, WrongLength } from '../../src/index.ts'
import { plainPieces } from '../plain-pieces.ts'
import { closedPort, type Fault, faults, makeCertificate, startRangeServer } from './range-server.ts'

const MIB = 1024 * 1024
const pieceLength = 256 * 1024
/** Six spans, the last one of a piece and a byte. */
const content = randomBytes(80 * MIB + pieceLength + 1)
const pieces = plainPieces(content, pieceLength)
/** Enough for two threads. */
const large = Buffer.concat([content, content])
const largePieces = plainPieces(large, pieceLength)

type Read = { readonly ranges: ByteRange[]; readonly read: RangeHashing['read'] }

/** The sure way, which notes what it was asked for. */
function sureWay(): Read {
  const ranges: ByteRange[] = []
  return {
    ranges,
    async *read(range) {
      ranges.push(range)
      yield content.subarray(range.start, range.end + 1)
    },
  }
}

const hash = (url: string, { read }: Pick<Read, 'read'>, more: Partial<RangeHashing> = {}) =>
  hashRanges({
    size: content.length,
    pieceLength,
    etag: '"1"',
    sign: async ({ start, end }) => ({ url, headers: { range: `bytes=${start}-${end}` } }),
    read,
    stallMs: 1000,
    ...more,
  })

describe('hashRanges', () => {
  it.each([1, 2])('reads every byte once, and none by the sure way, in %i threads', async (threads) => {
    await using server = await startRangeServer(large)
    const sure = sureWay()
    const progress: number[] = []
    const hashed = await hash(server.url, sure, {
      size: large.length,
      threads,
      onProgress: (bytes) => progress.push(bytes),
    })
    expect(hashed).toEqual(largePieces)
    expect(server.counts).toMatchObject({ bytes: large.length, connections: 4 })
    expect(sure.ranges).toEqual([])
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress.at(-1)).toBe(large.length)
  })

  it.each([1, 2])('speaks TLS, to a server whose certificate it trusts, in %i threads', async (threads) => {
    const certificate = makeCertificate()
    await using server = await startRangeServer(large, undefined, certificate)
    const sure = sureWay()
    const trusting = { size: large.length, threads, ca: certificate.cert, stallMs: 5000 }
    expect(await hash(server.url, sure, trusting)).toEqual(largePieces)
    expect(server.counts.bytes).toBe(large.length)
    expect(sure.ranges).toEqual([])
  })

  it('takes the sure way where a certificate is not to be trusted', async () => {
    await using server = await startRangeServer(content, undefined, makeCertificate())
    const reasons: string[] = []
    const onSurprise = (_: ByteRange, reason: string) => reasons.push(reason)
    expect(await hash(server.url, sureWay(), { onSurprise })).toEqual(pieces)
    expect(reasons[0]).toContain('self-signed certificate')
    expect(server.counts.bytes).toBe(0)
  })

  const broken: Fault[] = [...(Object.keys(faults) as Fault[]), 'is everything']
  it.each(broken)('reads what is left of an answer that %s by the sure way', async (fault) => {
    await using server = await startRangeServer(content, (request) => (request === 2 ? fault : undefined))
    const sure = sureWay()
    const reasons: string[] = []
    const onSurprise = (_: ByteRange, reason: string) => reasons.push(reason)
    expect(await hash(server.url, sure, { onSurprise })).toEqual(pieces)
    expect(reasons).toHaveLength(1)
    expect(sure.ranges.length).toBeGreaterThan(0)
  })

  it.each(broken)('gives up a server each of whose answers %s', async (fault) => {
    await using server = await startRangeServer(content, () => fault)
    const sure = sureWay()
    expect(await hash(server.url, sure)).toEqual(pieces)
    expect(server.counts.requests).toBeLessThanOrEqual(6)
    // What is left is read at once: an answer that always begins with the first byte is not to be had again and again.
    expect(sure.ranges.map(({ end }) => end)).toContain(content.length - 1)
    expect(sure.ranges.length).toBeLessThanOrEqual(7)
  })

  it('takes the sure way where there is nobody', async () => {
    expect(await hash(`http://127.0.0.1:${await closedPort()}/`, sureWay())).toEqual(pieces)
  })

  it('goes on where a read broke off, and gives up one that brings nothing', async () => {
    const url = `http://127.0.0.1:${await closedPort()}/`
    let reads = 0
    async function* breakingOff({ start, end }: ByteRange) {
      reads++
      yield content.subarray(start, Math.min(end + 1, start + 5 * MIB))
      if (start + 5 * MIB <= end) throw new Error('broken off')
    }
    expect(await hash(url, { read: breakingOff })).toEqual(pieces)
    expect(reads).toBeLessThan(40)
    const nothing = hash(url, {
      // biome-ignore lint/correctness/useYield: a read that fails at once
      read: async function* () {
        throw new Error('gone')
      },
    })
    await expect(nothing).rejects.toThrow('gone')
  })

  it('never takes more or fewer bytes for the content', async () => {
    const url = `http://127.0.0.1:${await closedPort()}/`
    const giving = (change: number) => ({
      read: async function* ({ start, end }: ByteRange) {
        yield Buffer.alloc(end - start + 1 + change)
      },
    })
    await expect(hash(url, giving(1))).rejects.toBeInstanceOf(WrongLength)
    await expect(hash(url, giving(-1))).rejects.toBeInstanceOf(WrongLength)
  })

  it('stops when it is told to, with that reason, and asks for nothing more', async () => {
    const stop = new AbortController()
    await using server = await startRangeServer(content, (request) => {
      if (request === 3) stop.abort(new Error('out of time'))
      return 'stalls in the body'
    })
    const hashing = hash(server.url, sureWay(), { signal: stop.signal, stallMs: 60_000 })
    await expect(hashing).rejects.toThrow('out of time')
    expect(server.counts.requests).toBe(4)
  })
})
