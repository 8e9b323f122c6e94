import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

// Loads the bundle, says so, and takes the event when it is told to.
const RUNTIME = `
const { handler } = require(process.argv[1])
const context = { awsRequestId: 'cold-' + process.pid, getRemainingTimeInMillis: () => 30000 }
console.log('ready')
process.stdin.once('data', async (event) => console.log(JSON.stringify(await handler(JSON.parse(event), context))))
`

/** A cold function: the bundle in a process of its own, as Lambda starts it, that has called nobody yet. Resolves when it is ready. */
export async function coldStart(bundle: string, environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['--eval', RUNTIME, bundle], {
    env: { ...environment, POWERTOOLS_LOG_LEVEL: 'SILENT' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  await lines.next()
  return {
    /** Has it answer an event, and ends it. */
    answer: async (event: unknown): Promise<unknown> => {
      child.stdin.write(JSON.stringify(event))
      try {
        for (;;) {
          const { value, done } = await lines.next()
          if (done) throw new Error('the function ended without an answer')
          const line = JSON.parse(value)
          // What it counts stands between.
          if (!('_aws' in line)) return line
        }
      } finally {
        const ended = once(child, 'exit')
        child.kill()
        await ended
      }
    },
  }
}
