// Every check and every test, summed in one closing line. `--only checks|unit|integration|e2e` runs one kind; what else is
// given goes to jest, for example a path.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { addCounts, type Counts, countsOfJest, none } from './test-counts.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const binary = (name: string) => join(root, 'node_modules/.bin', name)

const checks = {
  'type check': [binary('tsc'), '-p', 'tsconfig.json'],
  'lint and format': [binary('biome'), 'ci', '--error-on-warnings'],
  'unused code and dependencies': [binary('knip')],
} as const

const kinds = ['unit', 'integration', 'e2e'] as const

function run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    })
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}

/** A check passes or fails as one. */
async function check(name: string, [command, ...args]: readonly [string, ...string[]]): Promise<Counts> {
  const started = Date.now()
  const passed = (await run(command, args)) === 0
  console.log(`${passed ? 'passed' : 'FAILED'}: ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  return { ...none, [passed ? 'passed' : 'failed']: 1 }
}

async function jest(kind: (typeof kinds)[number], args: readonly string[]): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'chronicle-test-'))
  try {
    const outputFile = join(folder, 'results.json')
    const jestArgs = ['--json', `--outputFile=${outputFile}`, ...(kind === 'unit' ? [] : ['--runInBand']), ...args]
    const program = [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
    ]
    const code = await run(process.execPath, [...program, ...jestArgs], { TEST_KIND: kind })
    return countsOfJest(await readFile(outputFile, 'utf8').catch(() => undefined), code)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true })
const wanted = (kind: string) => values.only === undefined || values.only === kind
const results: Counts[] = []

results.push(await check('build', [process.execPath, join(root, 'scripts/build.ts')]))
if (wanted('checks')) for (const [name, command] of Object.entries(checks)) results.push(await check(name, command))
for (const kind of kinds) if (wanted(kind)) results.push(await jest(kind, positionals))

const { passed, failed, skipped } = results.reduce(addCounts, none)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed === 0 ? 0 : 1)
