// Stands in for the recorder. BEHAVIOUR says how it ends; it prints its process id first, so that tests can look for it.
import { writeFile } from 'node:fs/promises'

console.log(`process ${process.pid} in ${process.cwd()}`)
await writeFile('spool', 'bytes')

const behaviours = {
  exit: () => process.exit(Number(process.env.CODE)),
  finish: () => process.once('SIGTERM', () => process.exit(0)) && stay(),
  ignore: () => process.on('SIGTERM', () => console.log('SIGTERM ignored')) && stay(),
  stay,
  eat() {
    for (const eaten = []; ; ) eaten.push(Buffer.alloc(16 * 1024 * 1024, 1))
  },
  async environment() {
    console.log(JSON.stringify({ environment: process.env, args: process.argv.slice(2) }))
    const task = await fetch(`${process.env.ECS_CONTAINER_METADATA_URI_V4}/task`)
    console.log(JSON.stringify({ metadata: await task.json() }))
  },
}

function stay() {
  setInterval(() => {}, 1000)
}

await behaviours[process.env.BEHAVIOUR ?? 'stay']()
