import { createHash } from 'node:crypto'
import { link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseMetainfo } from '@chronicle/torrent'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { hashContent, openContent } from '../src/torrent/hash-file.ts'
import { chronicle } from './command.ts'
import { foreignTorrent } from './foreign-torrent.ts'

const content = createHash('shake256', { outputLength: 1_000_000 }).update('a file').digest()

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chronicle-torrent-command-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A file with content, in a folder of its own. */
async function fileWith(bytes: Uint8Array | string, name = 'stream.mkv'): Promise<string> {
  const path = join(await mkdtemp(join(folder, 'file-')), name)
  await writeFile(path, bytes)
  return path
}

const torrent = (...args: readonly string[]) => chronicle(['torrent', ...args], {}).ended

describe('chronicle torrent', () => {
  it('makes a torrent beside the file, which another library reads and the file fits', async () => {
    const file = await fileWith(content, 'a stream 🎥.mkv')
    const { code, stdout, stderr } = await torrent(file)
    const made = await readFile(`${file}.torrent`)
    const { infoHash } = parseMetainfo(made)
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`info-hash   ${infoHash}\n`) })
    expect(stdout).toContain(`magnet:?xt=urn:btih:${infoHash}&dn=a%20stream%20%F0%9F%8E%A5.mkv&xl=1000000`)
    expect(stderr).toContain('100 %  1.0 MB of 1.0 MB')
    const read = foreignTorrent(made)
    expect(read.name).toBe('a stream 🎥.mkv')
    expect(read.fits(content)).toBe(true)
  })

  it('puts everything in that it is told, and says so in JSON', async () => {
    const file = await fileWith(content)
    const output = join(folder, 'elsewhere.torrent')
    const { code, stdout } = await torrent(
      ...[file, '--output', output, '--json', '--private', '--hybrid', '--piece-length', '64'],
      ...[
        '--trackers',
        'http://a.example/x|http://b.example/x, udp://c.example:1/x',
        '--source',
        'S',
        '--comment',
        'C',
      ],
      ...['--web-seeds', 'https://cdn.example/stream.mkv'],
    )
    expect(code).toBe(0)
    const made = parseMetainfo(await readFile(output))
    expect(made).toMatchObject({
      name: 'stream.mkv',
      pieceLength: 65_536,
      trackers: ['http://a.example/x', 'http://b.example/x', 'udp://c.example:1/x'],
      webSeeds: ['https://cdn.example/stream.mkv'],
      isPrivate: true,
      source: 'S',
      comment: 'C',
      createdBy: 'Chronicle',
    })
    const { infoHash, infoHashV2 } = made
    expect(infoHashV2).toHaveLength(64)
    const facts = JSON.parse(stdout)
    expect(facts).toMatchObject({ output, length: 1_000_000, pieceLength: 65_536, infoHash, infoHashV2 })
    expect(facts.magnet).toContain(`&xt=urn:btmh:1220${infoHashV2}&`)
  })

  it('calls a link as it is called, and by tr3 as transmission-create calls it: by what it leads to', async () => {
    const file = await fileWith(content)
    const linked = join(folder, 'latest.mkv')
    await symlink(file, linked)
    expect((await torrent(linked, '--output', join(folder, 'link.torrent'))).code).toBe(0)
    expect((await torrent(linked, '--output', join(folder, 'tr3.torrent'), '--rule', 'tr3')).code).toBe(0)
    expect(parseMetainfo(await readFile(join(folder, 'link.torrent'))).name).toBe('latest.mkv')
    expect(parseMetainfo(await readFile(join(folder, 'tr3.torrent')))).toMatchObject({
      name: 'stream.mkv',
      pieceLength: 32_768,
      isPrivate: false,
      createdBy: 'Transmission/3.00 (bb6b5a062e)',
    })
  })

  it('writes over nothing unless it is told to, and over the file itself never', async () => {
    const file = await fileWith(content)
    await writeFile(`${file}.torrent`, 'precious')
    const refused = await torrent(file)
    expect(refused).toMatchObject({ code: 1, stderr: `${file}.torrent is there already; --force writes over it\n` })
    expect(await readFile(`${file}.torrent`, 'utf8')).toBe('precious')
    expect((await torrent(file, '--force')).code).toBe(0)
    expect(foreignTorrent(await readFile(`${file}.torrent`)).fits(content)).toBe(true)

    await link(file, `${file}.same`)
    const itself = await torrent(file, '--force', '--output', `${file}.same`)
    expect(itself).toMatchObject({ code: 1, stderr: `--output ${file}.same is the file itself; it would be gone\n` })
    expect(Buffer.compare(await readFile(file), content)).toBe(0)
  })

  it.each<[string, readonly string[], RegExp]>([
    [
      'a tracker that no client knows',
      ['--trackers', 'ftp://a.example/sesame'],
      /^trackers\[0\] must begin with one of/,
    ],
    ['a web seed that is no URL', ['--web-seeds', 'stream.mkv'], /^webSeeds\[0\] is not a URL with a host/],
    ['a piece length between powers of two', ['--piece-length', '100'], /^--piece-length "100" is no length; give KiB/],
    ['pieces too small for a hybrid', ['--hybrid', '--piece-length', '8'], /^pieces of 8192 bytes are too small/],
    ['a folder that is not there', ['--output', '/nowhere/x.torrent'], /^cannot write \/nowhere\/x\.torrent: ENOENT/],
  ])('says that %s is wrong, and makes nothing', async (_, args, message) => {
    const file = await fileWith(content)
    const { code, stdout, stderr } = await torrent(file, ...args)
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(message) })
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).not.toContain('sesame')
    await expect(readFile(`${file}.torrent`)).rejects.toThrow('ENOENT')
  })

  it('says what has no torrent: nothing, a folder, and an empty file', async () => {
    const inside = join(folder, 'a folder')
    await mkdir(inside)
    const empty = await fileWith('')
    expect(await torrent('/nowhere.mkv', '--output', join(folder, 'x'))).toMatchObject({
      code: 1,
      stderr: 'cannot open /nowhere.mkv: there is no such file\n',
    })
    expect(await torrent(inside)).toMatchObject({ code: 1, stderr: `${inside} is no file; a torrent is of one file\n` })
    expect(await torrent(empty)).toMatchObject({
      code: 1,
      stderr: `${empty} is empty, and a torrent describes at least one byte\n`,
    })
  })

  it('refuses a file that somebody still writes to', async () => {
    const path = await fileWith(content)
    const { file, size } = await openContent(path)
    await writeFile(path, 'more', { flag: 'a' })
    for (const hybrid of [false, true]) {
      const hashing = hashContent({ file, size, path }, { pieceLength: 65_536, hybrid }, () => {})
      await expect(hashing).rejects.toThrow(`${path} had 1000000 bytes and then 1000004`)
    }
    await file.close()
  })
})

describe('chronicle torrent --check', () => {
  it('says that a file is what its torrent describes, a hybrid too', async () => {
    const file = await fileWith(content)
    await torrent(file, '--hybrid')
    expect(await torrent(file, '--check', `${file}.torrent`)).toMatchObject({
      code: 0,
      stdout: `${file} is what ${file}.torrent describes: 4 pieces, 1.0 MB\n`,
    })
  })

  it('names the pieces that differ, and ends with 1', async () => {
    const file = await fileWith(content)
    await torrent(file)
    await writeFile(
      file,
      content.map((byte, index) => (index === 300_000 ? byte ^ 1 : byte)),
    )
    const checked = await torrent(file, '--check', `${file}.torrent`)
    expect(checked).toMatchObject({ code: 1, stdout: '' })
    expect(checked.stderr).toContain(`${file} is not what ${file}.torrent describes: 1 of 4 pieces differ: 1\n`)
    const { code, stdout } = await torrent(file, '--check', `${file}.torrent`, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, badPieces: [1], bytes: 1_000_000, pieces: 4 })
  })

  it('says that a file goes on behind the end', async () => {
    const file = await fileWith(content)
    await torrent(file)
    await writeFile(file, 'more', { flag: 'a' })
    const { code, stderr } = await torrent(file, '--check', `${file}.torrent`)
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('it goes on behind its end') })
    // Shown is how much of what the torrent describes is compared.
    expect(stderr).toContain('100 %  1.0 MB of 1.0 MB')
    const { stdout } = await torrent(file, '--check', `${file}.torrent`, '--json')
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, badPieces: [], bytes: 1_000_004, pieces: 4 })
  })

  it('says what is no torrent, and what cannot be read', async () => {
    const file = await fileWith('<html>')
    expect(await torrent(file, '--check', file)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^not a torrent: not canonical bencode/),
    })
    expect(await torrent(file, '--check', '/nowhere')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^cannot read \/nowhere: ENOENT/),
    })
  })
})
