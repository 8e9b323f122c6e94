import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { StateFolderInUse } from '../engine/engine-error.ts'
import { PortInUse } from '../front-door/port-in-use.ts'
import { awaitReadyStack, type FoundStack, findStack } from './find-stack.ts'
import { probeStack } from './identity.ts'
import { type StackMessage, type StackOrder, stackOrder } from './stack-messages.ts'
import { removeStackRecord, writeStackRecord } from './stack-record.ts'
import { type Stack, type StackHooks, startStack } from './start-stack.ts'

const OTHER_START_MS = 120_000

/**
 * The main program of a stack process: takes its order from stdin, tells its progress on stdout, and runs until SIGTERM
 * or SIGINT, or, unless detached, until its parent is gone and stdin ends. Sets the exit code.
 */
export async function runStackProcess(provision: StackHooks['provision']): Promise<void> {
  // A detached stack's parent goes away, and with it the reader.
  process.stdout.on('error', () => {})
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())
  const order = await takeOrder(() => stop.abort())
  try {
    await runOrFind(order, provision, stop.signal)
  } catch (error) {
    if (!stop.signal.aborted) tell(failure(error))
    process.exitCode = stop.signal.aborted ? 0 : 1
  }
  process.stdin.destroy()
}

async function runOrFind(order: StackOrder, provision: StackHooks['provision'], signal: AbortSignal) {
  const { stateFolder } = order.settings
  const found = await findStack(stateFolder)
  if (found?.ready) return tellFound(found)
  try {
    await run(order, provision, signal)
  } catch (error) {
    const other = (await isOtherStart(error, stateFolder)) && (await awaitReadyStack(stateFolder, OTHER_START_MS))
    if (!other) throw error
    tellFound(other)
  }
}

async function run(order: StackOrder, provision: StackHooks['provision'], signal: AbortSignal) {
  try {
    const stack = await start(order, provision, signal)
    tell({ event: 'ready', address: addressOf(stack, order) })
    const asked = signal.aborted ? Promise.resolve(true) : once(signal, 'abort').then(() => true)
    const wasAsked = await Promise.race([asked, stack.engineExited.then(() => false)])
    await stack.stop()
    if (!wasAsked) throw new Error('The engine ended by itself, so the stack was stopped.')
  } finally {
    await removeStackRecord(order.settings.stateFolder)
  }
}

function start({ settings }: StackOrder, provision: StackHooks['provision'], signal: AbortSignal) {
  return startStack(settings, {
    signal,
    onProgress: (progress) => tell({ event: 'progress', progress }),
    onProblem: (problem) => console.error(new Date().toISOString(), problem),
    // The engine holds the folder's lock by now, so the record can be nobody else's.
    provision: async (stack) => {
      await writeStackRecord(settings.stateFolder, {
        ...addressOf(stack, { settings }),
        startedAt: new Date().toISOString(),
      })
      await provision(stack, settings)
    },
  })
}

/** Whether the error says that another process is starting, or running, a stack on the same folder. */
async function isOtherStart(error: unknown, stateFolder: string): Promise<boolean> {
  if (error instanceof PortInUse) return (await probeStack(error.port))?.stateFolder === stateFolder
  return error instanceof StateFolderInUse
}

async function takeOrder(onParentGone: () => void): Promise<StackOrder> {
  const lines = createInterface({ input: process.stdin })
  const [line] = await once(lines, 'line')
  const order = stackOrder.parse(JSON.parse(line))
  if (!order.detached) lines.once('close', onParentGone)
  return order
}

const addressOf = ({ port, url }: Stack, { settings }: Pick<StackOrder, 'settings'>) => ({
  ...{ pid: process.pid, port, url },
  privateSources: settings.privateSources,
})

const tellFound = ({ pid, port, url, privateSources }: FoundStack) =>
  tell({ event: 'already running', address: { pid, port, url, privateSources } })

function failure(error: unknown): StackMessage {
  console.error(error)
  const message = error instanceof Error ? error.message : String(error)
  return { event: 'failed', message, portInUse: error instanceof PortInUse ? error.port : undefined }
}

function tell(message: StackMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}
