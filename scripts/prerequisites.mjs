// What the clone cannot install for itself: Python with venv (and Node with npm, which is already running).
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const exec = promisify(execFile)

/** Something the user must install by hand; the message is one line that says what, and how on each system. */
export class MissingPrerequisite extends Error {
  name = 'MissingPrerequisite'

  constructor(what, howTo) {
    const how = Object.entries(howTo).map(([system, command]) => `${system}: ${command}`)
    super(`Missing: ${what}. ${how.join(' · ')}`)
  }
}

const PYTHON = {
  Debian: 'apt-get install python3 python3-venv',
  Fedora: 'dnf install python3',
  macOS: 'brew install python@3.13',
}

/** The first Python >= 3.11 on the PATH that can make a venv: its path and version. */
export async function findPython() {
  const seen = []
  for (const name of ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11']) {
    const found = await probe(name)
    if (!found) continue
    seen.push(`${name} is ${found.version}${found.venv ? '' : ' without venv'}`)
    const [major, minor] = found.version.split('.').map(Number)
    if (major === 3 && minor >= 11 && found.venv) return found
  }
  const because = seen.length > 0 ? ` (${seen.join(', ')})` : ''
  throw new MissingPrerequisite(`Python 3.11 or newer with venv${because}`, PYTHON)
}

async function probe(name) {
  const code =
    'import sys, importlib.util as u; print(sys.executable, "%d.%d.%d" % sys.version_info[:3], all(u.find_spec(m) for m in ("venv", "ensurepip")))'
  try {
    const { stdout } = await exec(name, ['-c', code])
    const [, path, version, venv] = /^(.*) (\S+) (\S+)$/.exec(stdout.trim())
    return { path, version, venv: venv === 'True' }
  } catch (error) {
    if (error.code === 'ENOENT' || typeof error.code === 'number') return undefined
    throw error
  }
}

/** Ends the program with the message alone where the user can mend it, with the stack where we must. */
export function reportAndExit(error) {
  process.stderr.write(`${error instanceof MissingPrerequisite ? error.message : error.stack}\n`)
  process.exit(1)
}
