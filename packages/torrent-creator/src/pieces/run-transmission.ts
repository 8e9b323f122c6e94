import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ChronicleError } from '@chronicle/core'
import { type ParsedMetainfo, parseMetainfo } from '@chronicle/torrent'

const KIB = 1024
const LONGEST_OUTPUT = 2000

/** transmission-create made no torrent, or one of something else. */
class TransmissionFailed extends ChronicleError {
  override readonly name = 'TransmissionFailed'
  readonly code = 'TRANSMISSION_FAILED'
  readonly httpStatus = 500
  override readonly retryable = true
}

type Content = { readonly file: string; readonly length: number; readonly pieceLength: number }

/**
 * Has transmission-create make a torrent of a file, beside it, and answers what that says. Its exit code is no evidence: 0 may
 * mean no file at all, or a piece length of its own choice, so what counts is what can be read.
 * Throws TransmissionFailed, and the signal's reason when that aborts.
 */
export async function runTransmission(program: string, content: Content, signal: AbortSignal): Promise<ParsedMetainfo> {
  const torrent = `${content.file}.torrent`
  const ended = await run(program, ['-s', String(content.pieceLength / KIB), '-o', torrent, content.file], signal)
  try {
    return requireTorrentOf(content, parseMetainfo(await readFile(torrent)))
  } catch (cause) {
    const { message } = cause as Error
    throw new TransmissionFailed(`${program} made no torrent of the object: ${message}. ${ended}`, { cause })
  }
}

/** Answers how it ended and what it said. Its output never goes to ours, which may be where the function's answer goes. */
async function run(program: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  const child = spawn(program, args, {
    cwd: dirname(program),
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = () => child.kill('SIGKILL')
  signal.addEventListener('abort', kill)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output = (output + chunk).slice(-LONGEST_OUTPUT)
    })
  try {
    const [code, killedBy] = await once(child, 'close')
    signal.throwIfAborted()
    return `It ended with ${killedBy ?? `exit code ${code}`} and said: ${output.trim()}`
  } finally {
    signal.removeEventListener('abort', kill)
  }
}

function requireTorrentOf({ length, pieceLength }: Content, torrent: ParsedMetainfo): ParsedMetainfo {
  if (torrent.length !== length) throw new Error(`it is of ${torrent.length} bytes, and the object has ${length}`)
  if (torrent.pieceLength !== pieceLength)
    throw new Error(`its pieces are of ${torrent.pieceLength} bytes, and are to be of ${pieceLength}`)
  // That there are as many hashes as pieces was seen when it was read.
  return torrent
}
