import { transmissionOn } from '../layers.ts'

// An invocation for tests that kill it, or read its output.
const [layer = '', disk = ''] = process.argv.slice(2)
await transmissionOn([layer], disk).hash()
