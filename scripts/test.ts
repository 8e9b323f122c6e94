// Every check and every test, summed in one closing line. `--only checks|unit|integration|e2e|docker|terraform|faults` runs one kind, the last only then; what
// else is given goes to jest, for example a path.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { addCounts, type Counts, countsOfJest, none } from './test-counts.ts'

const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true })
const wanted = (kind: string) => values.only === undefined || values.only === kind

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const binary = (name: string) => join(root, 'node_modules/.bin', name)

const checks = {
  'type check': [binary('tsc'), '-p', 'tsconfig.json'],
  'lint and format': [binary('biome'), 'ci', '--error-on-warnings'],
  'unused code and dependencies': [binary('knip')],
} as const

type Kind = 'unit' | 'integration' | 'e2e' | 'docker' | 'terraform' | 'faults'

type Output = 'inherit' | 'pipe'

/** What runs by now, so that nothing of it outlives us: a signal to us alone does not reach it. */
const running = new Set<ChildProcess>()
process.once('SIGTERM', () => {
  for (const child of running) child.kill('SIGTERM')
  process.exit(143)
})

/** Runs a program; what it prints is shown at once, or where it runs beside others, when it has ended. */
function run(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  output: Output = 'inherit',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', output, output],
      env: { ...process.env, ...environment },
    })
    running.add(child)
    child.once('close', () => running.delete(child))
    const printed: Buffer[] = []
    child.stdout?.on('data', (chunk) => printed.push(chunk))
    child.stderr?.on('data', (chunk) => printed.push(chunk))
    child.once('error', reject)
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(printed))
      resolve(code ?? 1)
    })
  })
}

/** A check passes or fails as one. */
async function check(name: string, [command, ...args]: readonly [string, ...string[]]): Promise<Counts> {
  const started = Date.now()
  const passed = (await run(command, args)) === 0
  console.log(`${passed ? 'passed' : 'FAILED'}: ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  return { ...none, [passed ? 'passed' : 'failed']: 1 }
}

async function jest(kind: Kind, args: readonly string[], output: Output = 'inherit'): Promise<Counts> {
  if (!wanted(kind)) return none
  const folder = await mkdtemp(join(tmpdir(), 'chronicle-test-'))
  try {
    const outputFile = join(folder, 'results.json')
    const jestArgs = ['--json', `--outputFile=${outputFile}`, ...(kind === 'unit' ? [] : ['--runInBand']), ...args]
    const program = [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
    ]
    const code = await run(process.execPath, [...program, ...jestArgs], { TEST_KIND: kind }, output)
    return countsOfJest(await readFile(outputFile, 'utf8').catch(() => undefined), code)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const results: Counts[] = []

results.push(await check('build', [process.execPath, join(root, 'scripts/build.ts')]))
if (wanted('checks')) for (const [name, command] of Object.entries(checks)) results.push(await check(name, command))
results.push(await jest('unit', positionals))
const localEngine = async () => [
  await jest('integration', positionals),
  await jest('e2e', positionals),
  await jest('docker', positionals),
  // Many minutes long, so only where it is asked for.
  ...(values.only === 'faults' ? [await jest('faults', positionals)] : []),
]
// Terraform mostly waits for its provider's own timers, so it runs beside the others.
const [terraform, others] = await Promise.all([jest('terraform', positionals, 'pipe'), localEngine()])
results.push(terraform, ...others)

const { passed, failed, skipped } = results.reduce(addCounts, none)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed === 0 ? 0 : 1)
