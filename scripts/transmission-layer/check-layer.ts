import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { createPieceHasher, parseMetainfo, SMALL_PIECE_LENGTH } from '../../packages/torrent/src/index.ts'
import { executables, layerPaths } from './layer-files.ts'

const exec = promisify(execFile)

// A piece and a bit, the same in each run.
const content = createHash('shake256', { outputLength: SMALL_PIECE_LENGTH + 4321 })
  .update('chronicle')
  .digest()

/**
 * Has the layer's transmission-create make a torrent without the host's libraries, and reads it back: by the wrapper, with the
 * loader asked which libraries it takes, and where it may be had in a root folder that holds nothing but the layer.
 * Answers what was checked, a sentence each. Throws Error when the layer cannot work.
 */
export async function checkLayer(files: Readonly<Record<string, Uint8Array>>, scratch: string): Promise<string[]> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return [`not tried: its programs run on Linux x64, and this is ${process.platform} ${process.arch}`]
  await mkdir(scratch, { recursive: true })
  const root = await mkdtemp(join(scratch, 'check-'))
  try {
    await unpack(files, join(root, 'opt'))
    await writeFile(join(root, 'content'), content)
    return [await checkLibraries(root), await checkWrapper(root), await checkInEmptyRoot(root)]
  } finally {
    await rm(root, { recursive: true })
  }
}

async function unpack(files: Readonly<Record<string, Uint8Array>>, folder: string): Promise<void> {
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), contents, { mode: executables.some((name) => name === path) ? 0o755 : 0o644 })
  }
}

const loaderArguments = ['--inhibit-cache', '--library-path', `/opt/${layerPaths.libraries}`]

async function checkLibraries(root: string): Promise<string> {
  const libraries = join(root, 'opt', layerPaths.libraries)
  const loader = join(root, 'opt', layerPaths.loader)
  const list = ['--list', '--inhibit-cache', '--library-path', libraries, join(root, 'opt', layerPaths.binary)]
  const { stdout } = await exec(loader, list, { env: {} })
  const links = stdout.split('\n').flatMap((line) => / => (.*?)(?: \(0x[0-9a-f]+\))?$/.exec(line)?.[1] ?? [])
  const foreign = links.filter((path) => !path.startsWith(`${libraries}/`))
  if (foreign.length > 0) throw new Error(`the layer lacks libraries; the loader says:\n${stdout}`)
  return `${links.length} libraries, all of them the layer's own`
}

async function checkWrapper(root: string): Promise<string> {
  const torrent = join(root, 'by-wrapper.torrent')
  await exec(join(root, 'opt', layerPaths.command), ['-s', '256', '-o', torrent, join(root, 'content')], { env: {} })
  return `${await checkTorrent(torrent)} made a torrent`
}

async function checkInEmptyRoot(root: string): Promise<string> {
  const program = [`/opt/${layerPaths.loader}`, ...loaderArguments, `/opt/${layerPaths.binary}`]
  const [changeRoot = '', ...arguments_] = process.getuid?.() === 0 ? ['chroot'] : ['unshare', '-r', 'chroot']
  const path = '/usr/sbin:/usr/bin:/sbin:/bin'
  try {
    await exec(changeRoot, [...arguments_, root, `/opt/${layerPaths.loader}`, '--version'], { env: { PATH: path } })
  } catch (error) {
    return `no empty root folder may be had here, so the list of libraries must do (${firstLine(error)})`
  }
  const make = [...program, '-s', '256', '-o', '/in-empty-root.torrent', '/content']
  await exec(changeRoot, [...arguments_, root, ...make], { env: { PATH: path } })
  return `${await checkTorrent(join(root, 'in-empty-root.torrent'))} made a torrent where there was nothing but the layer`
}

/** transmission-create may exit 0 without a file, so what counts is what can be read. Answers who made it. */
async function checkTorrent(path: string): Promise<string> {
  const { name, length, pieceLength, pieces, createdBy = '' } = parseMetainfo(await readFile(path))
  const hasher = createPieceHasher(SMALL_PIECE_LENGTH)
  hasher.update(content)
  const isRight = Buffer.from(pieces).equals(hasher.digest())
  if (name !== 'content' || length !== content.length || pieceLength !== SMALL_PIECE_LENGTH || !isRight)
    throw new Error(`the layer's transmission-create made a torrent of something else: ${name}, ${length} bytes`)
  return createdBy
}

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1)
