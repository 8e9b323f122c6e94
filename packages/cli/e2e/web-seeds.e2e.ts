import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { downloadByAria2, downloadByTransmission, withClients } from '@chronicle/seeder/testing'
import { afterAll, beforeAll, describe, expect } from '@jest/globals'
import { chronicle } from './command.ts'
import { startRangeServer } from './range-server.ts'

const NAME = 'a stream 🎥+1.mkv'
/** Some pieces of 256 KiB, and a short one. */
const content = createHash('shake256', { outputLength: 5_000_001 }).update('web seed').digest()

let folder: string
let recording: string
let torrent: string
let server: Awaited<ReturnType<typeof startRangeServer>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chronicle-web-seeds-'))
  recording = join(folder, NAME)
  torrent = `${recording}.torrent`
  await writeFile(recording, content)
  server = await startRangeServer(recording)
  const { code, stderr } = await chronicle(
    ['torrent', recording, '--web-seeds', `${server.url}/${encodeURIComponent(NAME)}`],
    {},
  ).ended
  expect({ code, stderr }).toMatchObject({ code: 0 })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** What a client makes of the torrent in an empty folder, and how much of it came from the web seed. */
async function downloaded(download: (target: string) => Promise<void>) {
  const target = await mkdtemp(join(folder, 'client-'))
  const before = server.served.bytes
  await download(target)
  return { file: await readFile(join(target, NAME)), served: server.served.bytes - before }
}

const clients: Readonly<Record<string, (target: string) => Promise<void>>> = {
  aria2: (target) => downloadByAria2(torrent, target),
  transmission: async (target) => downloadByTransmission(await readFile(torrent), target),
}

describe('a torrent without a tracker and without a peer', () => {
  withClients.each(Object.entries(clients))('is downloaded by %s from its web seed', async (_, download) => {
    const { file, served } = await downloaded(download)
    expect(Buffer.compare(file, content)).toBe(0)
    expect(served).toBeGreaterThanOrEqual(content.byteLength)
  })
})
