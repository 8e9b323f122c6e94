import { startStackProcess } from '../../src/stack/start-stack-process.ts'

// A parent with a stack that is not detached, for tests that kill it.
const stack = await startStackProcess(JSON.parse(String(process.argv[2])))
console.log(JSON.stringify(stack))
setInterval(() => {}, 1000)
