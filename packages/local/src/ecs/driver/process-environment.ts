import { fileURLToPath } from 'node:url'
import { stackEnvironment } from './stack-environment.ts'
import type { ContainerLaunch } from './task-driver.ts'

export interface ProcessHost {
  /** The front door: the task's AWS endpoint, and where it finds its metadata. */
  endpointUrl: string
  /** PATH of the task: where ffmpeg and yt-dlp are. */
  path: string
}

const PRELOAD = fileURLToPath(new URL('die-with-parent.cjs', import.meta.url))
// In a container they could do no harm. Here they would let whoever may call RunTask load code of his own choice.
const LOADER_VARIABLE = /^(NODE_(?!ENV$)|LD_|DYLD_|PYTHON|BASH_ENV$)/

/** The task's whole environment. Nothing of the stack's own is inherited; what the stack decides wins. */
export function processEnvironment(launch: ContainerLaunch, host: ProcessHost, folder: string) {
  const given = Object.entries(launch.environment).filter(([name]) => !LOADER_VARIABLE.test(name))
  return {
    ...Object.fromEntries(given),
    PATH: host.path,
    HOME: folder,
    TMPDIR: folder,
    LANG: 'C.UTF-8',
    ...stackEnvironment(launch, host.endpointUrl),
    NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`,
  }
}
