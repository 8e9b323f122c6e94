import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { it } from '@jest/globals'

const python = fileURLToPath(new URL('../../../../.tools/venv/bin/python', import.meta.url))
const program = fileURLToPath(new URL('ask.py', import.meta.url))

const isThere = spawnSync(python, ['-c', 'import libtorrent']).status === 0
if (!isThere) {
  process.stderr.write(
    'libtorrent is not in the Python venv, for set-up could not install it: the comparison with it is left out (see scripts/python/test-requirements.in)\n',
  )
}

/** A test that needs libtorrent, or its place where it is missing. */
export const withLibtorrent = isThere ? it : it.skip

const run = promisify(execFile)

type Questions = {
  /** Decoded bencode, byte strings as hexadecimal digits. */
  decode: { ask: { files: readonly string[] }; answer: unknown[] }
  describe: { ask: { torrent: string }; answer: Record<string, unknown> }
  /** Its own hybrid of a file: the whole torrent in hexadecimal digits. */
  make: { ask: { folder: string; name: string; piece_length: number }; answer: string }
  /** Adds a torrent to a folder; answers when it seeds, or knows that it will not. */
  run: { ask: { torrent: string; folder: string }; answer: { state: string; pieces: number; error: string | null } }
}

/** Asks libtorrent, in a process of its own. Rejects with what Python said. */
export async function askLibtorrent<Ask extends keyof Questions>(
  ask: Ask,
  question: Questions[Ask]['ask'],
): Promise<Questions[Ask]['answer']> {
  const answering = run(python, [program], { maxBuffer: 256 * 1024 * 1024 })
  answering.child.stdin?.end(JSON.stringify({ ask, ...question }))
  return JSON.parse((await answering).stdout)
}
