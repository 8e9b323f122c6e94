// `node scripts/run.mjs <program.ts> [argument …]`: sets the clone up, then runs a program of it under Node 24.
// This is what the npm scripts call, so it runs on Node 20 and has no dependency.
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { reportAndExit } from './prerequisites.mjs'
import { node, root, setup, toolEnvironment } from './setup.mjs'

const PARENT_CHECK_MS = 250

const [program, ...args] = process.argv.slice(2)
await setup().catch(reportAndExit)

const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, program), ...args], {
  env: toolEnvironment(),
  stdio: 'inherit',
})

// A terminal sends SIGINT to the whole group; the program gets it from there and decides.
process.on('SIGINT', () => {})
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))

// npm does not pass a SIGTERM on to us: it dies, and we notice by having another parent, or, where npm's shell stays between
// us and lives on, by npm being gone.
const parent = process.ppid
const npm = npmBehindShell()
setInterval(() => {
  if (process.ppid !== parent || (npm !== undefined && !isAlive(npm))) child.kill('SIGTERM')
}, PARENT_CHECK_MS).unref()

/** The process id of npm where npm started us by a shell that waits for us; `ps` tells, where it is installed. */
function npmBehindShell() {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(parent)], { encoding: 'utf8' })
  const [, id, name] = /^\s*(\d+)\s+(.*?)\s*$/m.exec(stdout ?? '') ?? []
  return name?.endsWith('sh') ? Number(id) : undefined
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

child.once('error', reportAndExit)
child.once('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
